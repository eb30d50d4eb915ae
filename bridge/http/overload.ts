/**
 * The door before the API: bounds the requests that are inside at once; one too many hears at once when to come back, and costs next to
 * nothing. In a crowd those inside wait in line, and the door looks who else has come before it lets the next few in: whoever is sent
 * away does not wait for the work of all others. A turn of the event loop takes in one new connection, so looking means letting turns pass.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'

/** So many are no crowd: their work begins as they come. */
const NO_CROWD = 4
/** Let in together out of the line: to be committed together, and soon over. */
const TOGETHER = 2
/** Turns in which nobody has come. */
const QUIET_TURNS = 2
/** Turns after which the next few are let in however many come. */
const MOST_TURNS = 64

/** The API, however its address is written, without the stream of events: that is long by design and has a limit of its own. */
const BOUNDED = /^[^?#]*\/api(?!\/events\/?(?:[?#]|$))/i

export interface Door {
  /** Requests inside at once. */
  most: number
  /** Tells of a connection before its first request is read. */
  server: Pick<Server, 'on'>
  sendAway: (request: IncomingMessage, response: ServerResponse) => void
}

export function boundRequests({ most, server, sendAway }: Door) {
  const line: (() => void)[] = []
  let [inside, turns, quiet] = [0, 0, 0]
  server.on('connection', () => (quiet = 0))

  function look(): void {
    turns++
    if (quiet++ < QUIET_TURNS && turns < MOST_TURNS) return void setImmediate(look)
    turns = 0
    const next = line.splice(0, TOGETHER)
    if (line.length > 0) setImmediate(look)
    for (const begin of next) begin()
  }

  return (request: IncomingMessage, response: ServerResponse, letIn: () => void): void => {
    if (!BOUNDED.test(request.url ?? '')) return letIn()
    quiet = 0
    if (inside >= most) return sendAway(request, response)
    inside++
    response.once('close', () => inside--)
    if (inside <= NO_CROWD) return letIn()
    line.push(() => {
      // Whoever has left needs nothing any more.
      if (!response.closed) letIn()
    })
    if (line.length === 1) setImmediate(look)
  }
}
