/** Requests and answers are made with the prototypes that Express would give them. */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { describe, expect, it } from 'vitest'
import { partsOf } from '../../bridge/http/app.ts'

const kinds = (request: IncomingMessage, response: ServerResponse) => [
  Object.getPrototypeOf(request) as unknown,
  Object.getPrototypeOf(response) as unknown,
]

describe('What Express gives a request it already has (record 023)', () => {
  const app = express()
  app.get('/', (request, response) => void response.json({ host: request.hostname, mine: request.app === app }))

  it('a request and its answer are of the same kind before Express and after it, and can do what Express lets them', async () => {
    const seen: unknown[][] = []
    const listener: RequestListener = (request, response) => {
      seen.push(kinds(request, response))
      app(request, response)
      seen.push(kinds(request, response))
    }
    const server = createServer(partsOf(app), listener)
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    expect(await answer.json()).toEqual({ host: '127.0.0.1', mine: true })
    await new Promise((resolve) => server.close(resolve))
    const [before, after] = seen
    expect(before?.[0]).toBe(after?.[0])
    expect(before?.[1]).toBe(after?.[1])
  })
})
