/** Serves the page of the panel, the only one that the accounting program may show inside itself. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import express, { Router, type Request, type Response } from 'express'
import { framedHeaders } from './headers.ts'
import type { PanelSettings } from './deps.ts'

/** So long a browser may show the page without us: on it stands what it has shown before. A newer page is fetched meanwhile. */
const AWAY_SECONDS = 12 * 3_600
const FRESH_SECONDS = 60

export function panelPage({ folder, hosts }: PanelSettings): Router {
  const router = Router()
  if (!existsSync(join(folder, 'index.html'))) return router
  router.use('/assets', express.static(join(folder, 'assets'), { immutable: true, maxAge: '365d', fallthrough: false }))
  router.get('/', framedHeaders(hosts), (_request: Request, response: Response) => {
    response.setHeader('Cache-Control', `max-age=${FRESH_SECONDS}, stale-while-revalidate=${AWAY_SECONDS}`)
    response.sendFile('index.html', { root: folder, cacheControl: false })
  })
  return router
}
