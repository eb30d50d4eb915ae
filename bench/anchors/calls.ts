/** The calls that creating one invoice safely takes, made by hand: create unposted, read back, post, read again. */
import { randomUUID } from 'node:crypto'
import { Agent, request } from 'undici'

export interface Calls {
  /** Creates a draft. @returns its key */
  create(): Promise<string>
  read(key: string): Promise<void>
  post(key: string): Promise<void>
  /** All of it, one after the other. */
  all(): Promise<void>
  close(): Promise<void>
}

export const INVOICES = `/${encodeURIComponent('Document_СчетНаОплатуПокупателю')}`
export const FORMAT = '$format=application/json;odata=nometadata'
/** A base answers in no order of its own, and an older one may lie in a closed period. */
export const NEWEST = `${INVOICES}?${FORMAT}&$orderby=${encodeURIComponent('Date desc')}&$top=1`
export const HEADERS = {
  authorization: `Basic ${Buffer.from('odata:odata').toString('base64')}`,
  'content-type': 'application/json;charset=utf-8',
  accept: 'application/json',
}
/** What the base fills in by itself or refuses to be given twice. */
const ITS_OWN = ['Ref_Key', 'DataVersion', 'Number', 'Posted', 'DeletionMark']

/** @param root address of the interface. @param lanes calls at the same time */
export async function openCalls(root: string, lanes: number): Promise<Calls> {
  const agent = new Agent({ connections: lanes })
  const call = async (method: 'GET' | 'POST', path: string, body = '') => {
    const sent = method === 'GET' ? {} : { body }
    const answer = await request(root + path, { method, headers: HEADERS, dispatcher: agent, ...sent })
    const said = await answer.body.text()
    if (answer.statusCode >= 300) throw new Error(`${answer.statusCode}: ${said.slice(0, 500)}`)
    return said === '' ? {} : (JSON.parse(said) as Record<string, unknown>)
  }
  const model = await modelOf(() => call('GET', NEWEST))
  const create = async () => {
    const key = randomUUID()
    await call('POST', `${INVOICES}?${FORMAT}`, JSON.stringify({ Ref_Key: key, ...model }))
    return key
  }
  const read = async (key: string) => void (await call('GET', `${INVOICES}(guid'${key}')?${FORMAT}`))
  const post = async (key: string) =>
    void (await call('POST', `${INVOICES}(guid'${key}')/Post?PostingModeOperational=false`))
  return {
    create,
    read,
    post,
    all: async () => {
      const key = await create()
      await read(key)
      await post(key)
      await read(key)
    },
    close: () => agent.close(),
  }
}

/** Fields of an invoice that is there, to be sent again. */
export async function modelOf(list: () => Promise<Record<string, unknown>>): Promise<Record<string, unknown>> {
  const { value } = (await list()) as { value?: Record<string, unknown>[] }
  const fields = Object.entries(value?.[0] ?? {}).filter(([name]) => !ITS_OWN.includes(name) && !name.includes('@'))
  return Object.fromEntries(fields)
}
