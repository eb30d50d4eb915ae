/**
 * Errors of the OData interface by their documented codes, and the two bodies they are sent in. Codes are documented,
 * texts are observed where the reference gives one. Throw an `ODataError` anywhere; the server renders it.
 */
import type { Answer } from '../http/http.ts'

export class ODataError extends Error {
  readonly status: number
  readonly code: number

  constructor(status: number, code: number, text: string) {
    super(text)
    this.status = status
    this.code = code
  }
}

/** Each kind of refusal in one place: status, code and the sentence 1C answers with. */
export const refuse = {
  /** Business refusal or failure of a handler: the text is shown to a person. */
  business: (text: string) => new ODataError(500, -1, text),
  internal: () =>
    new ODataError(
      500,
      -1,
      'Произошла внутренняя ошибка OData сервиса. Дополнительные сведения можно найти в технологическом журнале.',
    ),
  unknownOption: (name: string) => new ODataError(400, 0, `The ${name} parameter is not supported`),
  outOfMemory: () => new ODataError(500, -1, 'Недостаточно памяти для получения результата запроса к базе данных'),
  /** Observed when a filter reaches into a record set past a lambda. */
  noField: (name: string) => new ODataError(500, -1, `Поле не найдено "${name}"`),
  notImplemented: () => new ODataError(501, 0, 'Возможность не поддерживается'),
  badLiteral: (text: string, edm: string) =>
    new ODataError(400, 1, `Не удалось разобрать строку '${text}' как значение типа ${edm}!`),
  badRequest: (text = 'Неверный формат запроса') => new ODataError(400, 2, text),
  noFormat: (name: string) => new ODataError(406, 3, `Представление ${name} не поддерживается`),
  badValue: (name: string) => new ODataError(400, 4, `Неверное значение свойства ${name}`),
  valueMissing: (name: string) => new ODataError(400, 5, `Не указано значение свойства ${name}`),
  badSegment: (name: string) => new ODataError(400, 6, `Сегмент пути ${name} не найден!`),
  noMethod: () => new ODataError(400, 6, 'Метод не найден'),
  keyPartMissing: (name: string) => new ODataError(400, 7, `Не указан элемент ключа ${name}`),
  noSet: (name: string) => new ODataError(404, 8, `Тип сущности "${name}" не найден`),
  noInstance: (set: string) => new ODataError(404, 9, `Экземпляр сущности "${set}" не найден по переданному ключу.`),
  noProperty: (name: string) => new ODataError(400, 10, `Свойство ${name} не найдено`),
  argumentMissing: (name: string) => new ODataError(400, 12, `Не указан параметр ${name}`),
  tabularRow: () => new ODataError(400, 13, 'Создание строк табличной части напрямую не поддерживается'),
  badOption: (name: string) => new ODataError(400, 14, `Ошибка при разборе опции запроса ${name}`),
  duplicateKey: () => new ODataError(400, 15, 'Сущность с таким ключом уже существует'),
  noLoadMode: () => new ODataError(400, 17, 'Режим загрузки данных не поддерживается'),
  badMethod: () => new ODataError(405, 19, 'Использованный HTTP-метод запрещен в данном контексте'),
  noRights: () => new ODataError(401, 20, 'Ошибка прав доступа'),
  badCall: (name: string) => new ODataError(400, 21, `Неверный вызов функции ${name}`),
  versionMismatch: () => new ODataError(412, 0, 'Версия объекта не совпадает'),
  /** Observed when incomparable values meet in a filter. */
  incomparable: () =>
    new ODataError(
      500,
      -1,
      'Неверные параметры в операции сравнения. Нельзя сравнивать поля неограниченной длины и поля несовместимых типов.',
    ),
}

/** JSON: `{"odata.error":{"code":"9","message":{"lang":"ru","value":"…"}}}`; XML: `<m:error>` with the same two values. */
export function errorAnswer(error: ODataError, format: 'json' | 'atom'): Answer {
  const json = format === 'json'
  return {
    status: error.status,
    headers: {
      'Content-Type': json ? 'application/json;charset=utf-8' : 'application/xml;charset=utf-8',
      DataServiceVersion: '3.0',
    },
    body: json ? jsonBody(error) : xmlBody(error),
  }
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign)
}

function jsonBody(error: ODataError): string {
  return JSON.stringify(
    { 'odata.error': { code: String(error.code), message: { lang: 'ru', value: error.message } } },
    null,
    2,
  )
}

function xmlBody(error: ODataError): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<m:error xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata">
  <m:code>${error.code}</m:code>
  <m:message>${escapeXml(error.message)}</m:message>
</m:error>
`
}
