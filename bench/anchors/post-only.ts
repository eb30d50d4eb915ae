/** Invoices created with one POST each and nothing around it: no queue, no check, no posting, nothing kept. */
import { Agent, request } from 'undici'
import { inLanes } from '../desk.ts'
import { median } from '../row.ts'

interface PostsInput {
  root: string
  /** One at a time, for the time of one. */
  single: number
  together: number
  lanes: number
}

const INVOICES = `/${encodeURIComponent('Document_СчетНаОплатуПокупателю')}`
const HEADERS = {
  authorization: `Basic ${Buffer.from('odata:odata').toString('base64')}`,
  'content-type': 'application/json;charset=utf-8',
  accept: 'application/json',
}
/** What the base fills in by itself or refuses to be given twice. */
const ITS_OWN = ['Ref_Key', 'DataVersion', 'Number', 'Posted', 'DeletionMark']

export async function run({
  root,
  single,
  together,
  lanes,
}: PostsInput): Promise<{ perSecond: number; oneMs: number }> {
  const agent = new Agent({ connections: lanes })
  const found = await fetch(`${root}${INVOICES}?$format=application/json;odata=nometadata&$top=1`, { headers: HEADERS })
  const { value } = (await found.json()) as { value: Record<string, unknown>[] }
  const fields = Object.entries(value[0] ?? {}).filter(([name]) => !ITS_OWN.includes(name) && !name.includes('@'))
  const body = JSON.stringify(Object.fromEntries(fields))
  const post = async () => {
    const answer = await request(root + INVOICES, { method: 'POST', headers: HEADERS, body, dispatcher: agent })
    const said = await answer.body.text()
    if (answer.statusCode !== 201) throw new Error(`${answer.statusCode}: ${said.slice(0, 500)}`)
  }
  const took: number[] = []
  for (let count = 0; count < single; count++) {
    const beganAt = performance.now()
    await post()
    took.push(performance.now() - beganAt)
  }
  let left = together
  const beganAt = performance.now()
  await inLanes(lanes, async () => {
    if (left-- <= 0) return false
    await post()
    return true
  })
  const perSecond = (together / (performance.now() - beganAt)) * 1000
  await agent.close()
  return { perSecond, oneMs: median(took) }
}
