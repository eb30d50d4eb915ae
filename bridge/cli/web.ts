/** Starts the HTTP side of a bridge. */
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Viewer } from '../domain/people.ts'
import { createFront } from '../http/front.ts'
import { contextOn, type Context } from '../store/context.ts'
import type { Bridge } from './assemble.ts'
import { listenProblem } from './listen-problem.ts'
import { orderedId } from './ordered-id.ts'
import { packageRoot } from './package-root.ts'

export interface Web {
  url: string
  close(): Promise<void>
}

/** Milliseconds that open requests get to finish when the server stops. */
const GRACE_MS = 2_000

/** @throws Problem `server.port-in-use` */
export async function startWeb(bridge: Bridge): Promise<Web> {
  const server = createFront({
    contextFor: (viewer, mode) => contextFor(bridge, viewer, mode),
    events: bridge.events,
    log: levelled(bridge),
    uiFolder: join(packageRoot(), 'dist', 'ui'),
    panel: {
      folder: join(packageRoot(), 'dist', 'panel'),
      hosts: bridge.config.panelHosts ?? [],
      unseal: (sealed) => bridge.vault.open(sealed),
    },
    secure: false,
  })
  const { host, port } = bridge.config
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenProblem(error, port, 'ZVENO_PORT')))
    server.listen(port, host, resolve)
  })
  const { port: taken } = server.address() as AddressInfo
  return { url: `http://${host}:${taken}`, close: () => stop(server) }
}

export function contextFor(bridge: Bridge, viewer: Viewer, mode: 'ask' | 'act' = 'act'): Context {
  return contextOn(bridge.database, { viewer, mode, now: bridge.now, newId: orderedId })
}

function levelled({ log }: Bridge) {
  return { info: log, warn: log, error: log }
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), GRACE_MS)
    server.close(() => {
      clearTimeout(force)
      resolve()
    })
    server.closeIdleConnections()
  })
}
