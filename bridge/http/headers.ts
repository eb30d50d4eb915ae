/** Headers of every answer: nothing from outside, nobody frames us. */
import { IncomingMessage, ServerResponse, type OutgoingHttpHeaders } from 'node:http'
import { Socket } from 'node:net'
import type { NextFunction, Request, Response } from 'express'
import helmet, { contentSecurityPolicy } from 'helmet'

/** They are the same for every answer: drawn up once. */
export function safeHeaders(secure: boolean) {
  const headers = Object.entries(safeHeadersAsData(secure)) as [string, string][]
  return (_request: Request, response: Response, next: NextFunction): void => {
    for (const [name, value] of headers) response.setHeader(name, value)
    next()
  }
}

/** The screens' kit writes style elements as it runs, hence inline styles; scripts come from our own files alone. */
function helmetOf(secure: boolean) {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    frameguard: { action: 'deny' },
    // On a local network without https a promise of https would lock people out.
    strictTransportSecurity: secure,
  })
}

/**
 * For the page of the panel alone: the programs of the list may frame it, and it loads nothing but its own files. Nobody in the list =
 * nobody frames it.
 */
export function framedHeaders(hosts: string[]) {
  const own = contentSecurityPolicy({
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      connectSrc: ["'self'"],
      imgSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: hosts.length === 0 ? ["'none'"] : hosts,
    },
  })
  return (request: Request, response: Response, next: NextFunction): void => {
    // The old header knows no list: with one the policy speaks alone.
    if (hosts.length > 0) response.removeHeader('X-Frame-Options')
    own(request, response, next)
  }
}

/** As data, for an answer that is prepared beforehand. */
export function safeHeadersAsData(secure: boolean): OutgoingHttpHeaders {
  const request = new IncomingMessage(new Socket())
  const response = new ServerResponse(request)
  helmetOf(secure)(request, response, () => undefined)
  return response.getHeaders()
}
