/** Answers that are not OData: what the web extension, the web server or a cloud says in place of 1C (section 5.3). */
import type { Fault, Settings } from '../settings.ts'
import type { Answer } from './http.ts'
import { htmlAnswer, textAnswer } from './http.ts'

/** Texts of the platform; the HTTP status of a missing licence over OData is not recorded anywhere, 500 is assumed. */
export function noLicence(): Answer {
  return htmlAnswer(500, '1C:Enterprise 8', applicationError('Не обнаружено свободной лицензии!'))
}

export function diskFull(): Answer {
  const lines = ['Ошибка записи в файл v8_0001_1.tmp', 'по причине:', '28: No space left on device']
  return htmlAnswer(500, '1C:Enterprise 8', applicationError(lines.join('<br>')))
}

/** Too much to do: `Retry-After` says in seconds how long to stay away. */
export function tooBusy({ delayMs }: Pick<Fault, 'delayMs'>): Answer {
  const answer = htmlAnswer(503, '503 Service Unavailable', '<center><h1>503 Service Unavailable</h1></center>')
  return { ...answer, headers: { ...answer.headers, 'retry-after': String(Math.ceil(delayMs / 1000)) } }
}

export function proxyFailed(): Answer {
  return htmlAnswer(502, '502 Bad Gateway', '<center><h1>502 Bad Gateway</h1></center>')
}

/** A page of a cloud with status 200: maintenance or login. */
export function cloudPage(): Answer {
  return htmlAnswer(200, 'Вход в сервис', '<form method="post" action="/login"><input name="user"></form>')
}

/** Sessions are blocked for a backup or an update: JSON with a byte-order mark (observed). */
export function sessionsBlocked({ blockedUntil }: Pick<Settings, 'blockedUntil'>): Answer {
  const until = blockedUntil && `\nБаза закрыта до ${blockedUntil}.`
  const cause = `Начало сеанса с информационной базой запрещено.\nДля выполнения регламентных работ.${until}`
  const exception = {
    '#exception': '{http://v8.1c.ru/8.2/virtual-resource-system}Exception',
    exception: {
      reason: 403,
      descr: `HTTP: Forbidden\nОшибка при выполнении запроса\nпо причине:\n${cause}`,
      inner: { clsid: '00000000-0000-0000-0000-000000000000', encoded: false, descr: cause },
    },
  }
  return textAnswer(403, 'application/json;charset=utf-8', `\uFEFF${JSON.stringify(exception, null, 2)}`)
}

/** The session behind the cookie is gone: XML with the reason in an attribute (observed). */
export function sessionExpired(): Answer {
  return textAnswer(
    406,
    'application/xml',
    `<?xml version="1.0" encoding="UTF-8"?>
<exception xmlns="http://v8.1c.ru/8.2/virtual-resource-system" reason="406">
  <descr xmlns="http://v8.1c.ru/8.1/data/core">Истекло время ожидания сеанса</descr>
</exception>
`,
  )
}

function applicationError(text: string): string {
  return `<h1>1C:Enterprise 8 application error:</h1>\n<p>${text}</p>`
}
