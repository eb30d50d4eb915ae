/** What the anchors of issuing have in common: `POST /` issues one; `GET /` tells the processor time so far and how many there are. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { processorTime, type ProcessorTime } from '../processor-time.ts'

export interface AnchorInput {
  root: string
  /** Holds the database into which the product has issued. */
  folder: string
  /** How many it has issued at least. */
  invoices: number
}

export interface IssuingAnchor {
  url: string
}

export async function serveIssuing(issue: (number: number) => Promise<void>): Promise<IssuingAnchor> {
  let count = 0
  const server = createServer((request, response) => {
    if (request.method === 'GET') {
      response.end(JSON.stringify(costOf(count)))
      return
    }
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const asked = JSON.parse(Buffer.concat(chunks).toString('utf8')) as object
      void issue(count++).then(() => response.end(JSON.stringify(asked)))
    })
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

export type Cost = ProcessorTime & { invoices: number }

export function costOf(invoices: number): Cost {
  return { ...processorTime(), invoices }
}
