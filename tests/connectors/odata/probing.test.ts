/** The probe finds out once what a base can do; the engine keeps its answer and hands it back (reference, appendix A 12, section 11). */
import { afterEach, describe, expect, it } from 'vitest'
import type { CheckLine, Fields } from '../../../connectors/connector.ts'
import { openOData } from '../../../connectors/odata/index.ts'
import type { Simulator } from '../../../connectors/simulator/index.ts'
import type { Settings } from '../../../connectors/simulator/settings.ts'
import { optionsFor, simulatedWorld } from './simulated.ts'

const CLIENTS = 'Catalog_Контрагенты'

const closings: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closings.splice(0)) await close()
})

interface Probed {
  simulator: Simulator
  lines: Map<string, CheckLine>
  profile: Fields
  clientsMade: number
}

async function probed(settings: Partial<Settings>, consent: boolean): Promise<Probed> {
  const { simulator, connector, close } = await simulatedWorld({ plan: 'discover', settings })
  closings.push(close)
  const before = simulator.base.size(CLIENTS)
  const { lines, profile } = await connector.probe(consent)
  return {
    simulator,
    lines: new Map(lines.map((line) => [line.code, line])),
    profile,
    clientsMade: simulator.base.size(CLIENTS) - before,
  }
}

describe('Probing a base', () => {
  it('without consent reads only, and says what it could see', async () => {
    const { simulator, lines, profile, clientsMade } = await probed({}, false)

    expect(clientsMade).toBe(0)
    expect(simulator.journal.filter(({ method }) => method !== 'GET')).toEqual([])
    expect(lines.get('configuration')).toMatchObject({ status: 'good', facts: { configuration: 'bp30' } })
    expect(lines.get('transport')).toMatchObject({ status: 'warning' })
    expect(lines.get('vat')).toMatchObject({ facts: { form: 'list' } })
    expect(lines.get('changes')).toMatchObject({ status: 'good', facts: { by: 'plan' } })
    expect(lines.get('sessions')).toMatchObject({ status: 'good' })
    expect(lines.get('clock')?.facts['skewMs']).toBeTypeOf('number')
    expect(profile).toMatchObject({ clientKey: 'unproven', plan: { set: 'ExchangePlan_ЗвеноОбмен' } })
  })

  it('with consent proves the client key on one record, which is marked for deletion and used again', async () => {
    const { simulator, profile, clientsMade } = await probed({}, true)
    const again = openOData(optionsFor(simulator, { profile }))
    closings.push(() => again.close())
    const sizeBefore = simulator.base.size(CLIENTS)

    await again.probe(true)

    expect(clientsMade).toBe(1)
    expect(profile).toMatchObject({ clientKey: 'proven', ifMatch: 'ignored', commentLength: 600 })
    const record = simulator.base.get(CLIENTS, String(profile['probeRecord']))
    expect(record?.fields).toMatchObject({ DeletionMark: true })
    expect(simulator.base.size(CLIENTS)).toBe(sizeBefore)
    expect(again.abilities).toMatchObject({ clientKey: 'proven', changes: 'plan', commentLength: 600 })
  })

  it('tells a base that honours If-Match from one that does not', async () => {
    const { profile } = await probed({ ifMatch: 'strict' }, true)

    expect(profile).toMatchObject({ ifMatch: 'honoured' })
  })

  it('sees that a publication takes no notice of sessions', async () => {
    const { lines, profile } = await probed({ sessions: 'ignored' }, false)

    expect(lines.get('sessions')).toMatchObject({ status: 'warning', facts: { honoured: false } })
    expect(profile).toMatchObject({ sessionsIgnored: true })
  })

  it('names the kinds that have not been put into the interface', async () => {
    const { lines } = await probed(
      { composition: [CLIENTS, 'Document_СчетНаОплатуПокупателю', 'Document_ПоступлениеНаРасчетныйСчет'] },
      false,
    )

    expect(lines.get('rights')).toMatchObject({ status: 'bad', facts: { reason: 'base.not-exposed' } })
  })

  it('says that nothing has been put into the interface rather than that there is no access', async () => {
    await expect(probed({ composition: [] }, false)).rejects.toMatchObject({
      name: 'Misfit',
      reason: 'base.not-exposed',
    })
  })
})
