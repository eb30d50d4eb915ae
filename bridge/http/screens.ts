/** Serves the built screens: hashed assets for a year, and one page for every address of the application. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import express, { Router, type NextFunction, type Request, type Response } from 'express'

/** A folder that was not built is no error: the API works alone. */
export function screens(folder: string): Router {
  const router = Router()
  if (!existsSync(join(folder, 'index.html'))) return router
  router.use('/assets', express.static(join(folder, 'assets'), { immutable: true, maxAge: '365d', fallthrough: false }))
  router.use(express.static(folder, { index: false, maxAge: 0 }))
  router.get('/*address', page(folder))
  router.get('/', page(folder))
  return router
}

/** The application has addresses of its own; whatever the server does not know, the page does. */
function page(folder: string) {
  return (request: Request, response: Response, next: NextFunction): void => {
    if (SERVER_PATHS.test(request.path) || !request.accepts('html')) return next()
    response.setHeader('Cache-Control', 'no-cache')
    response.sendFile('index.html', { root: folder })
  }
}

const SERVER_PATHS = /^\/(api|health|metrics|odata|exchange|panel)(\/|$)/
