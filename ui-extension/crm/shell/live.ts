/** Listens to the server's events and asks again for what changed; knows whether the line is up. */
import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { ChangeEvent } from '../../../bridge/http/contract.ts'
import { refreshAll } from '../ask.ts'

/** Events of one burst are answered with one round of questions. */
const GATHER_MS = 250
/** A line that comes back sooner than this is not worth a banner. */
const LOST_AFTER_MS = 3000

/** Questions whose answers a change may touch. The queue carries the health of the bases. */
const TOUCHED: Record<ChangeEvent['what'], string[]> = {
  client: ['/api/clients', '/api/deals'],
  deal: ['/api/deals', '/api/board', '/api/clients', '/api/invoices'],
  invoice: ['/api/invoices', '/api/deals', '/api/clients', '/api/board', '/api/queue'],
  queue: ['/api/queue', '/api/invoices', '/api/deals'],
  trouble: ['/api/troubles', '/api/queue', '/api/bases', '/api/invoices'],
  base: ['/api/bases', '/api/queue', '/api/deals', '/api/clients', '/api/invoices'],
}

/** True while events arrive; after a gap everything in sight is asked again. */
export function useLive(): boolean {
  const client = useQueryClient()
  const [connected, setConnected] = useState(true)
  useEffect(() => listen(client, setConnected), [client])
  return connected
}

function listen(client: QueryClient, setConnected: (connected: boolean) => void): () => void {
  const source = new EventSource('/api/events')
  const gathered = gather(client)
  let lost: ReturnType<typeof setTimeout> | undefined
  source.addEventListener('open', () => {
    if (lost !== undefined) void refreshAll(client)
    clearTimeout(lost)
    lost = undefined
    setConnected(true)
  })
  source.addEventListener('error', () => {
    lost ??= setTimeout(() => setConnected(false), LOST_AFTER_MS)
  })
  source.addEventListener('message', (message: MessageEvent<string>) => {
    gathered.take(JSON.parse(message.data) as ChangeEvent)
  })
  return () => {
    source.close()
    clearTimeout(lost)
    gathered.stop()
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
