// What a simulated base keeps between two runs, and how its start is asked for.
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startSimulator } from '../../../connectors/simulator/index.ts'
import type { Ledger } from '../../../connectors/simulator/ledger/ledger.ts'
import { changeSettings, defaultSettings, fault } from '../../../connectors/simulator/settings.ts'

let folder: string
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'zveno-simulator-'))))
afterEach(() => rm(folder, { recursive: true }))

const BUYERS = 'Catalog_Контрагенты'

describe('A base with a folder', () => {
  it('is the same after a restart, changes and numbering included, and its world is not made twice', async () => {
    const world = (ledger: Ledger) => void ledger.create(BUYERS, { Description: 'Ромашка ООО' })
    const options = { port: 0, profile: 'bp30', dataDir: folder, world } as const
    const first = await startSimulator(options)
    const lyutik = first.ledger.create(BUYERS, { Description: 'Лютик ООО' })
    await first.close()

    const second = await startSimulator(options)
    const next = second.ledger.create(BUYERS, { Description: 'Астра ООО' })
    await second.close()

    expect([...second.base.all(BUYERS)].map(({ fields }) => fields['Code'])).toEqual([
      '00-000001',
      '00-000002',
      '00-000003',
    ])
    expect(second.base.get(BUYERS, lyutik.key)).toEqual(lyutik)
    expect(next.version).toBeGreaterThan(lyutik.version)
    expect(await readdir(folder)).toEqual(['buh.json'])
  })
})

describe('A knob', () => {
  it('takes only what it knows, and a wrong one changes nothing', () => {
    const settings = defaultSettings()

    expect(() => changeSettings(settings, { licences: 1, front: 'nginx' })).toThrow(
      'Knob "front" takes apache | iis | cloud',
    )
    expect(() => changeSettings(settings, { speed: 1 })).toThrow('There is no knob "speed"')
    expect(() => changeSettings(settings, { licences: -1 })).toThrow('a whole number from 0')
    expect(() => changeSettings(settings, { forbidden: { [BUYERS]: 'all' } })).toThrow('lists of keys by set')
    expect(() => changeSettings(settings, { faults: [{ kind: 'fire' }] })).toThrow('known kind')
    expect(settings).toEqual(defaultSettings())
  })

  it('completes a fault: any request, once', () => {
    const settings = defaultSettings()

    changeSettings(settings, { faults: [{ kind: 'reset' }], closedUntil: '2026-09-30', composition: [BUYERS] })

    expect(settings.faults).toEqual([fault({ kind: 'reset' })])
    expect(settings.faults[0]).toMatchObject({ methods: [], times: 1 })
    expect(settings).toMatchObject({ closedUntil: '2026-09-30', composition: [BUYERS] })
  })
})

describe('Two bases with the same seed', () => {
  it('shuffle their lists alike', async () => {
    const orders: string[] = []
    for (const seed of [5, 5, 6]) {
      const simulator = await startSimulator({ port: 0, profile: 'bp30', world: 'empty', seed })
      const answer = await fetch(
        `${simulator.rootUrl}/${encodeURI('Catalog_ВидыКонтактнойИнформации')}?$format=json&$select=Description`,
        {
          headers: { Authorization: `Basic ${Buffer.from('odata:odata').toString('base64')}` },
        },
      )
      const { value } = (await answer.json()) as { value: object[] }
      orders.push(JSON.stringify(value))
      await simulator.close()
    }

    expect(orders[1]).toBe(orders[0])
    expect(orders[2]).not.toBe(orders[0])
  })
})
