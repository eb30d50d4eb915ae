/** Answers from a recording as fast as a socket can: the far side must not be what is measured. */
import { readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { questionOf, readAnswer, type Head } from './recording.ts'

/** Every candidate begins with the first answer again. */
export const REWIND = '/rewind'

const ROOT = '/buh/odata/standard.odata'

interface Recorded {
  head: Head
  body: Buffer
}

export async function run({ folder }: { folder: string }): Promise<{ root: string }> {
  const recorded = readAll(folder)
  let asked = new Map<string, number>()
  const server = createServer((request, response) => {
    const { method = 'GET', url = '/' } = request
    request.resume()
    if (url === REWIND) {
      asked = new Map()
      return response.end()
    }
    const question = questionOf({ method, url })
    const answers = recorded.get(question) ?? []
    const times = asked.get(question) ?? 0
    asked.set(question, times + 1)
    const found = answers[Math.min(times, answers.length - 1)]
    if (!found) return response.writeHead(501).end(`not recorded: ${method} ${decodeURIComponent(url)}; use --fresh`)
    const { head, body } = found
    return response.writeHead(head.status, { ...head.headers, 'content-length': body.length }).end(body)
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return { root: `http://127.0.0.1:${(server.address() as AddressInfo).port}${ROOT}` }
}

/** Answers by question, in the order in which they were given. */
function readAll(folder: string): Map<string, Recorded[]> {
  const recorded = new Map<string, Recorded[]>()
  for (const file of readdirSync(folder)) {
    const { head, body } = readAnswer(join(folder, file))
    if (head.url === '') continue
    const [question = '', times = '1'] = file.split('-')
    const answers = recorded.get(question) ?? []
    answers[Number(times) - 1] = { head, body }
    recorded.set(question, answers)
  }
  return recorded
}
