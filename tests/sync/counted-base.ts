/** Stands in front of a base and counts how many calls are on their way to it at a time, whoever makes them. */
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Counted {
  url: string
  /** Most calls at a time. */
  most(): number
  close(): Promise<void>
}

export async function counted(target: string): Promise<Counted> {
  const { origin, port, hostname, pathname } = new URL(target)
  let open = 0
  let most = 0
  const server = createServer((asked, answer) => {
    most = Math.max(most, ++open)
    answer.once('close', () => open--)
    const { method, headers } = asked
    const passed = request({ hostname, port, path: asked.url, method, headers }, (come) => {
      answer.writeHead(come.statusCode ?? 0, come.rawHeaders)
      come.pipe(answer)
    })
    passed.on('error', () => answer.destroy())
    asked.pipe(passed)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port: own } = server.address() as AddressInfo
  return {
    url: `${origin.replace(/:\d+$/, '')}:${own}${pathname}`,
    most: () => most,
    close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
  }
}
