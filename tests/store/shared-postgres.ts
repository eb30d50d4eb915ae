/**
 * One PostgreSQL for a whole run of tests: started when the first test file asks for a database, ended with the run. Setting
 * one up takes longer than most files that need it.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestProject } from 'vitest/node'
import { postgresFolder, startPostgres, type Server } from './postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** `GET` answers with the address of a new, empty database, `DELETE` with such an address as its body takes it away. */
    postgres: string
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let server: Promise<Server> | undefined
  const started = () => (server ??= startPostgres(postgresFolder() ?? ''))
  const door = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const given = Buffer.concat(chunks).toString('utf8')
      started()
        .then((running) => (request.method === 'DELETE' ? running.drop(given).then(() => '') : running.newDatabase()))
        .then((answer) => response.end(answer))
        .catch((error: unknown) => response.writeHead(500).end(String(error)))
    })
  })
  await new Promise<void>((resolve) => void door.listen(0, '127.0.0.1', resolve))
  project.provide('postgres', `http://127.0.0.1:${(door.address() as AddressInfo).port}/`)
  return async () => {
    door.closeAllConnections()
    door.close()
    await (await server)?.stop()
  }
}
