// How the simulated base is reached: password, formats, encodings, limits of what stands in front of it.
import { afterEach, describe, expect, it } from 'vitest'
import { fixture, fixturesPresent } from '../../fixtures.ts'
import { codeOf } from './odata-world.ts'
import type { ReadingWorld } from './reading-world.ts'
import { AUTHORIZATION, BUYERS, INVOICE, parts, readingWorld } from './reading-world.ts'

let world: ReadingWorld
afterEach(() => world.close())

const ROOT = '/buh/odata/standard.odata'

describe('The password', () => {
  it('#1 is asked for by a page of the web server, not by an OData error', async () => {
    world = await readingWorld()

    const answer = await fetch(`${world.simulator.rootUrl}/${encodeURI(BUYERS)}?$format=json`)

    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toMatch(/^Basic realm=/)
    expect(answer.headers.get('content-type')).toContain('text/html')
    expect(await answer.text()).not.toContain('odata.error')
  })

  it('#1 may be Cyrillic, as UTF-8, and is refused when it is wrong', async () => {
    world = await readingWorld({}, { user: 'Обмен', password: 'пароль' })

    const wrong = await world.ask(BUYERS, { headers: { Authorization: basic('Обмен:другой') } })
    const right = await world.ask(BUYERS, { headers: { Authorization: basic('Обмен:пароль') } })

    expect(wrong.status).toBe(401)
    expect(right.status).toBe(200)
  })

  it('#1 is asked for by a cloud with a login page and status 200', async () => {
    world = await readingWorld({ front: 'cloud' })

    const answer = await fetch(world.simulator.rootUrl)

    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('<form method="post"')
  })
})

describe('Formats', () => {
  it('#2 are Atom unless JSON is asked for, by option or by header', async () => {
    world = await readingWorld()

    const byDefault = await world.ask(BUYERS, { atom: true })
    const byOption = await world.ask(`${BUYERS}?$format=json`, { atom: true })
    const byHeader = await world.ask(BUYERS, { atom: true, headers: { Accept: 'application/json' } })
    const entry = await world.ask(`${BUYERS}(guid'${world.romashka}')`, { atom: true })

    expect(byDefault.headers.get('content-type')).toBe('application/atom+xml;type=feed;charset=utf-8')
    expect(entry.headers.get('content-type')).toBe('application/atom+xml;type=entry;charset=utf-8')
    expect(byOption.headers.get('content-type')).toBe('application/json;charset=utf-8')
    expect(byHeader.headers.get('content-type')).toBe('application/json;charset=utf-8')
  })

  it('#3 come with the version of the protocol and without any tag of freshness', async () => {
    world = await readingWorld()

    const { headers } = await world.ask(`${BUYERS}(guid'${world.romashka}')`)

    expect(headers.get('dataserviceversion')).toBe('3.0')
    expect(headers.get('etag')).toBeNull()
    expect(headers.get('last-modified')).toBeNull()
  })

  it('#3 cannot be tried by HEAD', async () => {
    world = await readingWorld()

    const { status } = await world.ask(BUYERS, { method: 'HEAD' })

    expect(status).toBe(405)
  })

  it('#8 leave the metadata in XML, whatever is asked', async () => {
    world = await readingWorld()

    const { headers, text } = await world.ask('$metadata')

    expect(headers.get('content-type')).toContain('xml')
    expect(text).toMatch(/^<\?xml/)
  })

  it.skipIf(!fixturesPresent)(
    '#9 make a count a byte-order mark and a number (needs the shared fixtures)',
    async () => {
      world = await readingWorld()

      const answer = await fetch(`${world.simulator.rootUrl}/${encodeURI(INVOICE)}/$count`, {
        headers: { Authorization: basic('odata:odata') },
      })
      const body = Buffer.from(await answer.arrayBuffer())

      expect(answer.headers.get('content-type')).toContain('text/plain')
      expect([...body.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
      expect(body.subarray(3).toString()).toBe('2')
      expect(fixture('1c-odata/count.txt')).toMatch(/^\d+$/)
    },
  )
})

describe('Encoding of addresses', () => {
  it('#4 takes %20 for a space and refuses a plus', async () => {
    world = await readingWorld()
    const path = `${ROOT}/${encodeURI(BUYERS)}?$format=json&$filter=Code%20eq%20`

    const plus = await world.raw([`GET ${path}'a+b' HTTP/1.1`, AUTHORIZATION])
    const percent = await world.raw([`GET ${path}'a%20b' HTTP/1.1`, AUTHORIZATION])

    expect(parts(plus).status).toBe(400)
    expect(parts(percent).status).toBe(200)
  })

  it('#5 is UTF-8, percent-encoded on the way in and raw in Location on the way out', async () => {
    world = await readingWorld()
    const body = Buffer.from(JSON.stringify({ Description: 'Новый' }), 'utf8')

    const answer = await world.raw([
      `POST ${ROOT}/${encodeURI(BUYERS)}?$format=json HTTP/1.1`,
      AUTHORIZATION,
      `Content-Length: ${body.length}`,
      '',
      body.toString('utf8'),
    ])

    expect(parts(answer).status).toBe(201)
    expect(parts(answer).head).toContain(`${ROOT}/${BUYERS}(guid'`)
  })

  it('refuses a path that is not percent-encoded UTF-8', async () => {
    world = await readingWorld()

    const answer = await world.raw([`GET ${ROOT}/Catalog_%D0%FF HTTP/1.1`, AUTHORIZATION])

    expect(parts(answer).status).toBe(400)
  })
})

describe('IIS in front of the base', () => {
  it('#6 refuses a write that declares no length', async () => {
    world = await readingWorld({ front: 'iis' })
    const address = `${ROOT}/${encodeURI(BUYERS)}(guid'${world.romashka}')`

    const unmeasured = await world.raw([`DELETE ${address} HTTP/1.1`, AUTHORIZATION])
    const measured = await world.raw([`DELETE ${address} HTTP/1.1`, AUTHORIZATION, 'Content-Length: 0'])

    expect(parts(unmeasured).status).toBe(411)
    expect(parts(unmeasured).head).toContain('text/html')
    expect(parts(measured).status).toBe(204)
  })

  it('#7 refuses a long segment of the path, while the same arguments pass in the query', async () => {
    world = await readingWorld({ front: 'iis' })
    const condition = `СчетНаОплату eq cast(guid'${world.paid.key}','${INVOICE}')`.padEnd(260, ' ')
    const doubled = condition.replaceAll("'", "''")

    const inPath = await world.ask(`AccumulationRegister_ОплатаСчетов/Turnovers(Condition='${doubled}')`)
    const inQuery = await world.ask(`AccumulationRegister_ОплатаСчетов/Turnovers?Condition=${condition}`)

    expect(inPath.status).toBe(400)
    expect(inPath.text).toContain('Invalid URL')
    expect(inQuery.status).toBe(200)
  })
})

describe('The service document', () => {
  it('#10 lists sections and single records, but no enumerations', async () => {
    world = await readingWorld()

    const { json } = await world.ask('')
    const names = (json['value'] as { name: string; url: string }[]).map(({ name }) => name)

    expect(names).toContain(`${INVOICE}_Товары`)
    expect(names).toContain('AccumulationRegister_ОплатаСчетов_RecordType')
    expect(names.filter((name) => name.startsWith('Enum'))).toEqual([])
  })

  it('#10 lists nothing while the composition is empty, in both formats', async () => {
    world = await readingWorld({ composition: [] })

    const atom = await world.ask('', { atom: true })
    const { json } = await world.ask('')
    const hidden = await world.ask(BUYERS)

    expect(atom.status).toBe(200)
    expect(atom.text).toContain('<atom:title>Default</atom:title>')
    expect(atom.text).not.toContain('<collection')
    expect(json['value']).toEqual([])
    expect([hidden.status, codeOf(hidden)]).toEqual([404, '8'])
  })
})

function basic(credentials: string): string {
  return `Basic ${Buffer.from(credentials, 'utf8').toString('base64')}`
}
