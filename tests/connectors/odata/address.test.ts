/** The address of a base cannot be used to reach into the network of the bridge (reliability 5, outbound URLs). */
import { describe, expect, it } from 'vitest'
import { client, CLIENTS, farSide, HOST, KEY, ROOT } from './far-side.ts'

async function reading(address: string, url = HOST + ROOT, allowedHosts: string[] = []): Promise<unknown> {
  const { connector, answers } = farSide({
    url,
    allowedHosts,
    resolve: async () => [{ address, family: address.includes(':') ? 6 : 4 }],
  })
  answers({ body: client() })
  return connector.read(CLIENTS, KEY).catch((error: unknown) => error)
}

describe('The address of a base', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.0.10',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '::1',
    'fd00::1',
    'fe80::1',
    '::ffff:10.0.0.1',
  ])('is refused when its name leads to %s', async (address) => {
    expect(await reading(address)).toMatchObject({ name: 'Misfit', reason: 'base.address-not-allowed' })
  })

  it('may lead inside when the administrator has listed its host', async () => {
    expect(await reading('10.1.2.3', HOST + ROOT, ['1C.example.test'])).toMatchObject({ key: KEY })
  })

  it('is resolved once and stays with what was checked', async () => {
    const asked: string[] = []
    const resolve = async (host: string): Promise<{ address: string; family: number }[]> => {
      asked.push(host)
      return [{ address: asked.length === 1 ? '203.0.113.7' : '127.0.0.1', family: 4 }]
    }
    const { connector, answers } = farSide({ resolve })
    answers({ body: client() }, { body: client() })

    await connector.read(CLIENTS, KEY)
    await connector.read(CLIENTS, KEY)

    expect(asked).toEqual(['1c.example.test'])
  })

  it.each([
    'ftp://1c.example.test/bp',
    'http://user:secret@1c.example.test/bp',
    'http://1c.example.test/bp?x=1',
    'no address',
  ])('%s is refused when the connection is opened', (url) => {
    expect(() => farSide({ url })).toThrowError(expect.objectContaining({ reason: 'base.bad-address' }))
  })

  it('that does not resolve is a base that is away', async () => {
    const { connector } = farSide({ resolve: async () => Promise.reject(new Error('ENOTFOUND')) })

    await expect(connector.read(CLIENTS, KEY)).rejects.toMatchObject({
      reason: 'base.refused-connection',
      uncertain: false,
    })
  })
})
