/** Tells open screens what changed: ids only, each screen asks again and sees what its viewer may see. */
import { EventEmitter } from 'node:events'
import type { Request, Response } from 'express'
import { Problem } from '../domain/problem.ts'
import type { ChangeEvent } from './contract.ts'
import { askerOf } from './viewer.ts'

export interface Events {
  publish(event: ChangeEvent): void
  /** @returns how to stop listening. */
  subscribe(listener: (event: ChangeEvent) => void): () => void
}

export function createEvents(): Events {
  const emitter = new EventEmitter()
  emitter.setMaxListeners(0) // bounded by `Limits.streams`
  return {
    publish: (event) => void emitter.emit('change', event),
    subscribe: (listener) => {
      emitter.on('change', listener)
      return () => void emitter.off('change', listener)
    },
  }
}

/** Unsent bytes after which a reader that does not read is let go; its browser connects again by itself. */
const MOST_BUFFERED = 64 * 1024
const RECONNECT_MS = 3000
const RETRY_AFTER_SECONDS = 30

interface Settings {
  streams: number
  heartbeatMs: number
  /** Whether the session of this token is still one. */
  lives: (token: string) => Promise<boolean>
}

/**
 * `GET /api/events`: a stream of `ChangeEvent`s. Its end never loses anything: screens ask again when they reconnect. With each heartbeat
 * it looks whether its session has ended meanwhile, and ends with it.
 */
export function eventStream(events: Events, limits: Settings) {
  let open = 0
  return (request: Request, response: Response): void => {
    const { token } = askerOf(request)
    if (open >= limits.streams) throw new Problem('server.busy', { retryAfterSeconds: RETRY_AFTER_SECONDS })
    open++
    const write = startStream(response)
    const stop = events.subscribe((event) => write(`data: ${JSON.stringify(event)}\n\n`))
    const beat = async () => {
      // A database that does not answer says nothing about the session.
      if (await limits.lives(token).catch(() => true)) write(': still here\n\n')
      else response.end()
    }
    const heartbeat = setInterval(() => void beat(), limits.heartbeatMs)
    response.once('close', () => {
      open--
      stop()
      clearInterval(heartbeat)
    })
  }
}

function startStream(response: Response): (text: string) => void {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  })
  response.write(`retry: ${RECONNECT_MS}\n\n`)
  return (text) => {
    if (response.writableLength > MOST_BUFFERED) response.destroy()
    else if (!response.writableEnded) response.write(text)
  }
}
