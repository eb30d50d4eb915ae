/** What refuses a request before 1C sees it: the limits of IIS, the login page of a cloud, the password. */
import type { Context } from '../context.ts'
import { htmlAnswer } from './http.ts'
import type { Answer, Exchange } from './http.ts'

/** Observed on http.sys: `UrlSegmentMaxLength`. */
const MAX_SEGMENT_CHARACTERS = 260

/** Limits of IIS: 411 for a write without a length, 400 for a long path segment. Other fronts let everything pass. */
export function frontRefusal(context: Context, exchange: Exchange): Answer | null {
  if (context.settings.front !== 'iis') return null
  if (exchange.path.split('/').some((segment) => segment.length > MAX_SEGMENT_CHARACTERS)) {
    return htmlAnswer(
      400,
      'Bad Request',
      '<h2>Bad Request - Invalid URL</h2>\n<hr><p>HTTP Error 400. The request URL is invalid.</p>',
    )
  }
  if (!isUnmeasured(exchange)) return null
  return htmlAnswer(
    411,
    'Length Required',
    '<h2>Length Required</h2>\n<hr><p>HTTP Error 411. The request must be chunked or have a content length.</p>',
  )
}

function isUnmeasured({ method, headers }: Exchange): boolean {
  const writes = ['POST', 'PUT', 'PATCH', 'DELETE'].includes(method)
  return writes && headers['content-length'] === undefined && headers['transfer-encoding'] === undefined
}

/** Checks Basic credentials (UTF-8) and notes the login; a cloud shows its login page with status 200 instead of 401. */
export function unauthorised(context: Context, exchange: Exchange): Answer | null {
  const [scheme = '', token = ''] = (exchange.headers['authorization'] ?? '').split(' ')
  const given = scheme.toLowerCase() === 'basic' ? Buffer.from(token, 'base64').toString('utf8') : ''
  if (given === `${context.user}:${context.password}`) {
    exchange.user = context.user
    return null
  }
  return context.settings.front === 'cloud' ? cloudLogin() : wrongPassword()
}

function wrongPassword(): Answer {
  const page = htmlAnswer(401, '401 Unauthorized', '<h1>401 Unauthorized</h1>')
  return { ...page, headers: { ...page.headers, 'WWW-Authenticate': 'Basic realm="1C:Enterprise 8.3"' } }
}

function cloudLogin(): Answer {
  return htmlAnswer(
    200,
    'Вход в сервис',
    '<form method="post" action="/login"><input name="user"><input name="password" type="password"></form>',
  )
}
