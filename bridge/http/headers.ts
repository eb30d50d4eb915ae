/** Headers of every answer: nothing from outside, nobody frames us. */
import helmet from 'helmet'
import type { RequestHandler } from 'express'

/** The screens' kit writes style elements as it runs, hence inline styles; scripts come from our own files alone. */
export function safeHeaders(secure: boolean): RequestHandler {
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
