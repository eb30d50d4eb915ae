/** Headers of every answer: nothing from outside, nobody frames us. */
import { IncomingMessage, ServerResponse, type OutgoingHttpHeaders } from 'node:http'
import { Socket } from 'node:net'
import helmet from 'helmet'

/** The screens' kit writes style elements as it runs, hence inline styles; scripts come from our own files alone. */
export function safeHeaders(secure: boolean) {
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

/** The same headers as data, for an answer that is prepared beforehand. */
export function safeHeadersAsData(secure: boolean): OutgoingHttpHeaders {
  const request = new IncomingMessage(new Socket())
  const response = new ServerResponse(request)
  safeHeaders(secure)(request, response, () => undefined)
  return response.getHeaders()
}
