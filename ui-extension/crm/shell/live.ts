/** Listens to the server's events and asks again for what changed; knows whether the line is up. */
import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { ChangeEvent } from '../../../bridge/http/contract.ts'
import { refreshAll } from '../ask.ts'

/** Events of one burst are answered with one round of questions. */
const GATHER_MS = 250
/** A line that comes back sooner than this is not worth a banner. */
const LOST_AFTER_MS = 3000
/** A browser opens a cut line again by itself, but gives up one that was refused, as it is when the session has ended. */
const REOPEN_AFTER_MS = 5000

/** Questions whose answers a change may touch. The queue carries the health of the bases. */
const TOUCHED: Record<ChangeEvent['what'], string[]> = {
  client: ['/api/clients', '/api/deals', '/api/counterparties'],
  deal: ['/api/deals', '/api/board', '/api/clients', '/api/invoices'],
  invoice: ['/api/invoices', '/api/deals', '/api/clients', '/api/board', '/api/queue'],
  queue: ['/api/queue', '/api/conflicts', '/api/clients', '/api/counterparties', '/api/invoices', '/api/deals'],
  trouble: ['/api/troubles', '/api/conflicts', '/api/queue', '/api/bases', '/api/invoices'],
  base: ['/api/bases', '/api/queue', '/api/deals', '/api/clients', '/api/invoices'],
  certificate: ['/api/certificates'],
  run: ['/api/runs', '/api/bases'],
}

/** True while events arrive; after a gap everything in sight is asked again. */
export function useLive(): boolean {
  const client = useQueryClient()
  const [connected, setConnected] = useState(true)
  useEffect(() => listen(client, setConnected), [client])
  return connected
}

function listen(client: QueryClient, setConnected: (connected: boolean) => void): () => void {
  const gathered = gather(client)
  let lost: ReturnType<typeof setTimeout> | undefined
  let reopen: ReturnType<typeof setTimeout> | undefined
  let source = open()
  return () => {
    source.close()
    clearTimeout(lost)
    clearTimeout(reopen)
    gathered.stop()
  }

  function open(): EventSource {
    const opened = new EventSource('/api/events')
    opened.addEventListener('open', () => {
      if (lost !== undefined) void refreshAll(client)
      clearTimeout(lost)
      lost = undefined
      setConnected(true)
    })
    opened.addEventListener('error', () => {
      lost ??= setTimeout(() => setConnected(false), LOST_AFTER_MS)
      if (opened.readyState === EventSource.CLOSED) reopen = setTimeout(() => (source = open()), REOPEN_AFTER_MS)
    })
    opened.addEventListener('message', (message: MessageEvent<string>) => {
      gathered.take(JSON.parse(message.data) as ChangeEvent)
    })
    return opened
  }
}

function gather(client: QueryClient) {
  const touched = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = () => {
    timer = undefined
    const paths = [...touched]
    touched.clear()
    void client.invalidateQueries({ predicate: ({ queryKey }) => isTouched(String(queryKey[0]), paths) })
  }
  return {
    take: ({ what }: ChangeEvent) => {
      for (const path of TOUCHED[what] ?? []) touched.add(path)
      timer ??= setTimeout(flush, GATHER_MS)
    },
    stop: () => clearTimeout(timer),
  }
}

function isTouched(name: string, paths: string[]): boolean {
  return paths.some((path) => name.startsWith(`GET ${path}`))
}
