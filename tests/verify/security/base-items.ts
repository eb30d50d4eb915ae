/** What a hostile or mistaken base could do to the bridge. */
import { gzipSync } from 'node:zlib'
import { startSimulator } from '../../../connectors/simulator/index.ts'
import { firstOf, unless, type Item } from './check.ts'
import { described, door, far, reasonOf, xml, type Serve } from './far.ts'

const EDMX =
  '<Edmx><EntityType Name="Catalog_A"><Key><PropertyRef Name="Ref_Key"/></Key><Property Name="Ref_Key" Type="Edm.Guid"/><Property Name="Description" Type="Edm.String"/></EntityType><EntitySet Name="Catalog_A"/></Edmx>'
const BOMB = `<!DOCTYPE a [<!ENTITY a "ha">${Array.from({ length: 25 }, (_n, at) => `<!ENTITY a${at + 1} "&a${at || ''};&a${at || ''};">`).join('')}]>`

const doctype: Item = {
  name: 'a document type, an outside entity or a bomb of entities in the description is refused',
  run: () =>
    firstOf(
      [
        `<!DOCTYPE Edmx>${EDMX}`,
        `<!DOCTYPE Edmx [<!ENTITY x SYSTEM "file:///etc/passwd">]>${EDMX.replace('Catalog_A', '&x;')}`,
        `${BOMB}${EDMX.replace('Catalog_A', '&a25;')}`,
      ].map((body) => async () => {
        const { reason } = await described(xml(body))
        return unless(reason === 'base.not-odata', `a document type ended in ${reason || 'success'}`)
      }),
    ),
}

const MEGABYTE = 1024 * 1024
const BOMB_MB = 1_000
/** Resident memory that a bomb may cost (goal of the reliability reference). */
const MOST_GROWTH_MB = 50
let grewMb = 0

/** A gigabyte of blanks in one megabyte of gzip: what it unpacks to is bounded while it arrives. */
const gzipBomb: Item = {
  name: 'an answer that unpacks to a gigabyte is given up early',
  run: async () => {
    const piece = gzipSync(Buffer.alloc(MEGABYTE, 0x20), { level: 9 })
    const serve: Serve = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/xml', 'content-encoding': 'gzip' })
      for (let at = 0; at < BOMB_MB; at++) response.write(piece)
      response.end()
    }
    const before = process.memoryUsage().rss
    const { reason } = await described(serve)
    grewMb = Math.max(0, Math.round((process.memoryUsage().rss - before) / MEGABYTE))
    return unless(
      reason === 'base.too-large' && grewMb <= MOST_GROWTH_MB,
      `the bomb ended in ${reason || 'success'} and took ${grewMb} MB`,
    )
  },
  figure: () => grewMb,
}

const cut: Item = {
  name: 'a cut, lying or garbled answer is an error and never data',
  run: () => {
    const half = Buffer.from(EDMX).subarray(0, 120)
    const serves: Serve[] = [
      (_request, response) =>
        void response.writeHead(200, { 'content-length': 5_000 }).write(half, () => response.destroy()),
      xml(half.toString()),
      (_request, response) =>
        void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(EDMX).subarray(0, 60)),
      (_request, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip at all'),
      (_request, response) =>
        void response.writeHead(200).end(Buffer.from(EDMX.replace('Catalog_A', 'Каталог'), 'utf16le')),
      (_request, response) =>
        void response.writeHead(200).end(Buffer.concat([Buffer.from(EDMX.slice(0, 30)), Buffer.from([0xff, 0xfe])])),
      xml('<!doctype html><html><body>Please log in</body></html>'),
      xml(''),
    ]
    return firstOf(
      serves.map((serve, at) => async () => {
        const { reason } = await described(serve)
        return unless(/^base\.(not-odata|cut|html)$/.test(reason), `answer ${at + 1} ended in ${reason || 'success'}`)
      }),
    )
  },
}

/** Spellings of this machine and of addresses inside the house. */
const INSIDE = [
  '127.0.0.1',
  'localhost',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '2130706433',
  '0x7f.1',
  '127.1',
  '0',
  '10.0.0.1',
  '169.254.169.254',
  '192.168.0.1',
  '[fd00::1]',
]

const insideAddresses: Item = {
  name: 'addresses inside the house are reached only when the configuration lists them',
  run: async () => {
    const there = await far(xml(EDMX))
    const said = await firstOf([
      ...INSIDE.map((host) => () => refusedInside(host, there.port)),
      () => refusedName(there.port),
    ])
    await there.close()
    return said ?? unless(there.came.length === 0, 'a request reached the inside')
  },
}

async function refusedInside(host: string, port: number): Promise<string | null> {
  const connector = door(`http://${host}:${port}/b/odata/standard.odata`, { allowedHosts: ['base.example.test'] })
  const reason = await reasonOf(() => connector.describe())
  await connector.close()
  return unless(reason === 'base.address-not-allowed', `${host} ended in ${reason || 'success'}`)
}

/** A name of the outside that leads inside, also when only one of its addresses does. */
async function refusedName(port: number): Promise<string | null> {
  const resolve = () =>
    Promise.resolve([
      { address: '203.0.113.7', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ])
  const connector = door(`http://evil.example.test:${port}/b/odata/standard.odata`, { allowedHosts: [], resolve })
  const reason = await reasonOf(() => connector.describe())
  await connector.close()
  return unless(reason === 'base.address-not-allowed', `a name that leads inside ended in ${reason || 'success'}`)
}

/** The second answer of the name service leads elsewhere: the address that was checked stays. */
const rebinding: Item = {
  name: 'the address that was checked is the address that is called',
  run: async () => {
    const there = await far(xml(EDMX))
    let asked = 0
    const resolve = () => Promise.resolve([{ address: asked++ === 0 ? '127.0.0.1' : '203.0.113.7', family: 4 }])
    const allowedHosts = ['base.example.test']
    const connector = door(`http://base.example.test:${there.port}/b/odata/standard.odata`, { allowedHosts, resolve })
    const reason = await reasonOf(async () => {
      await connector.describe()
      await connector.read('Catalog_A', '0000000d-2e00-11ef-8a00-000000000001')
    })
    await connector.close()
    await there.close()
    return unless(asked === 1 && there.came.length === 2, `the name was resolved ${asked} times (${reason})`)
  },
}

const redirects: Item = {
  name: 'a redirect is not followed, so neither password nor request goes elsewhere',
  run: async () => {
    const elsewhere = await far(xml(EDMX))
    const said = await firstOf(
      [301, 302, 303, 307, 308].map((status) => async () => {
        const location = `http://127.0.0.1:${elsewhere.port}/steal`
        const { reason } = await described((_request, response) => void response.writeHead(status, { location }).end())
        return unless(reason === 'base.not-odata', `a redirect ${status} ended in ${reason || 'success'}`)
      }),
    )
    await elsewhere.close()
    return said ?? unless(elsewhere.came.length === 0, 'a redirect was followed')
  },
}

const TRICKS = [
  "О'Нил",
  "x' or 'a' eq 'a",
  "' or startswith(Description,'') or 'a' eq '",
  "a''b",
  'a%27b',
  "'",
  'a&$filter=true',
  'a#b+c d',
]

const injection: Item = {
  name: 'a name with quotes stays a name inside the question to the base',
  run: async () => {
    const simulator = await startSimulator({
      port: 0,
      profile: 'bp30',
      world: 'demo',
      user: 'zveno',
      password: 'odata',
    })
    const connector = door(simulator.rootUrl, { password: 'odata', now: () => simulator.base.clock.nowMs() })
    try {
      const keys = TRICKS.map((name) => simulator.ledger.create('Catalog_Контрагенты', { Description: name }).key)
      return await firstOf(
        TRICKS.map((name, at) => async () => {
          const found = await connector.find('Catalog_Контрагенты', { Description: name }, 10)
          return unless(found.length === 1 && found[0]?.key === keys[at], `${name} found ${found.length} records`)
        }),
      )
    } finally {
      await connector.close()
      await simulator.close()
    }
  },
}

export const baseItems: Item[] = [doctype, gzipBomb, cut, insideAddresses, rebinding, redirects, injection]
