/** Is the process alive, and can it do its work? */
import { Router, type Request, type Response } from 'express'
import { NOBODY } from '../actions/context.ts'
import { figures } from '../reports/figures.ts'
import type { Deps } from './deps.ts'

/** `live` asks nothing of anybody; `ready` reads from the database. */
export function health(deps: Deps): Router {
  const router = Router()
  router.get('/live', (_request: Request, response: Response) => void response.json({ status: 'live' }))
  router.get('/ready', async (_request: Request, response: Response) => {
    try {
      await figures(deps.contextFor(NOBODY, 'ask'))
      response.json({ status: 'ready' })
    } catch (error) {
      deps.log.error('http.not-ready', { error })
      response.status(503).json({ status: 'not-ready' })
    }
  })
  return router
}
