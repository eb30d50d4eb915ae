/** What a base answers in JSON: records, lists, packages, error bodies, headers, and the position kept between two readings. */
import type { IncomingHttpHeaders } from 'node:http'
import { Base, jsonOf } from '../../../../connectors/odata/ask.ts'
import { whatTheBaseSaid } from '../../../../connectors/odata/base-said.ts'
import { differences } from '../../../../connectors/odata/compare.ts'
import { cursorOf, positionOf } from '../../../../connectors/odata/cursor.ts'
import { textFrom } from '../../../../connectors/odata/decode.ts'
import { readJsonPackage } from '../../../../connectors/odata/feed.ts'
import { listOf } from '../../../../connectors/odata/records.ts'
import type { ODataKind } from '../../../../connectors/odata/catalogue.ts'
import { DoorError, Unreachable } from '../../../../connectors/errors.ts'
import type { Dice } from '../../aids/dice.ts'
import { bytesOf, inChunks } from '../mutate.ts'
import { hold, type Target } from '../target.ts'

const KEY = '0000000d-2e00-11ef-8a00-000000000001'
export const KIND: ODataKind = {
  name: 'Document_СчетНаОплатуПокупателю',
  keyFields: ['Ref_Key'],
  actions: ['Post', 'Unpost'],
  fields: [
    { name: 'Ref_Key', type: 'guid' },
    { name: 'Description', type: 'text' },
    { name: 'Date', type: 'date' },
    { name: 'СуммаДокумента', type: 'number' },
    { name: 'Posted', type: 'yes-no' },
    { name: 'Кратность', type: 'integer' },
    { name: 'Товары', type: 'rows', rows: [{ name: 'Цена', type: 'number' }] },
  ],
}
const RECORD = `{"Ref_Key":"${KEY}","DataVersion":"AAAAAAAAAAE=","Number":"ТЕЛ0-000045","Date":"2026-11-24T10:00:00","Posted":true,"СуммаДокумента":1200.5,"Кратность":"1","Товары":[{"LineNumber":"1","Цена":"33333.33","Количество":1.5}]}`
const PAGE = `{"odata.metadata":"x","odata.count":"2","value":[${RECORD},{"odata.type":"StandardODATA.${KIND.name}","Ref_Key":"${KEY}","A@navigationLinkUrl":"x"}]}`
const ERROR = '{"odata.error":{"code":"-1","message":{"lang":"ru","value":"Не удалось записать: «Счет»"}}}'
const EXCEPTION = '{"exception":{"descr":"Ошибка","inner":{"descr":"Начало сеанса запрещено"}}}'
const ATOM =
  '<?xml version="1.0"?><m:error xmlns:m="x"><m:code>9</m:code><m:message>Экземпляр не найден</m:message></m:error>'
const WEB =
  '<exception xmlns="http://v8.1c.ru/8.2/virtual-resource-system"><descr>Не найдена лицензия</descr></exception>'
const HTML =
  '<!DOCTYPE html><html><head><title>502</title><style>a{}</style></head><body><h1>Bad gateway</h1></body></html>'
const WORDS = [
  '"value":',
  '"odata.error":',
  '"odata.type":"',
  '"Ref_Key":',
  '"code":',
  '<title>',
  '<m:message>',
  '<style',
  '<message',
  '</',
]
const isDoor = (error: unknown) => error instanceof DoorError

const lists: Target = {
  name: 'answers',
  corpus: [RECORD, PAGE, `{"value":[]}`, `{"value":[1,null,${RECORD}]}`],
  words: WORDS,
  remembered: [`{"value":[1,${RECORD}]}`, '{"value":[{"Ref_Key":""}]}'],
  run(input, dice) {
    const bytes = bytesOf(input, dice)
    const headers = { 'content-type': 'application/json;charset=utf-8' }
    const json = jsonOf({ status: 200, headers, chunks: inChunks(bytes, dice), facts: {} }, false)
    const whole = JSON.parse(textFrom(bytes).replace(/^\uFEFF/, '')) as { value?: unknown[] }
    const items = listOf(KIND, json)
    hold(items.length === whole.value?.length, 'records of a list were left out')
    hold(
      items.every(({ key, fields }) => key !== '' && typeof fields === 'object'),
      'a record without a key was handed on',
    )
    const pack = readJsonPackage(new Map([[KIND.name, KIND]]), json)
    hold(pack.size === items.length, 'the package counts otherwise than the list')
  },
  allowed: isDoor,
}

const refusals: Target = {
  name: 'refusals',
  corpus: [ERROR, EXCEPTION, ATOM, WEB, HTML],
  words: WORDS,
  remembered: [
    '<'.repeat(150_000),
    '<script'.repeat(20_000),
    `<m:error x><m:code>1</m:code>${'<m:message'.repeat(15_000)}`,
  ],
  run(input) {
    const { text } = whatTheBaseSaid(input)
    hold(text.length <= 601 && !/\p{Cc}/u.test(text), 'the quotation is no bounded line')
  },
  allowed: () => false,
}

/** A wire that answers with what the case says; nothing is sent. */
function openWire(): { base: Base; next: { status: number; headers: IncomingHttpHeaders; chunks: Uint8Array[] } } {
  const base = new Base(
    {
      url: 'http://203.0.113.7/x',
      user: 'u',
      password: 'канарейка',
      timeZone: 'Europe/Moscow',
      allowedHosts: [],
      now: () => 1_770_000_000_000,
      log: () => undefined,
    },
    true,
  )
  const next = { status: 200, headers: {}, chunks: [] as Uint8Array[] }
  base.wire.send = () => Promise.resolve({ ...next, facts: {} })
  return { base, next }
}

const wire = openWire()
const STATUSES = [
  200, 201, 204, 206, 301, 302, 400, 401, 403, 404, 405, 406, 409, 412, 413, 429, 500, 501, 502, 503, 504, 599,
]
const PAUSES = [
  '120',
  '0',
  '-1',
  '1e9',
  '999999999',
  'Wed, 21 Oct 2026 07:28:00 GMT',
  'soon',
  '',
  ' 5 ',
  'Infinity',
  '9'.repeat(40),
  'Thu, 01 Jan 99999',
]
const TYPES = [
  'application/json;charset=utf-8',
  'text/html',
  'application/xml',
  '',
  'json',
  'text/plain;charset=windows-1251',
]

const exchanges: Target = {
  name: 'exchanges',
  corpus: [RECORD, PAGE, ERROR, EXCEPTION, ATOM, WEB, HTML, ''],
  words: WORDS,
  run(input, dice) {
    const write = dice.onceIn(2)
    const headers = { 'content-type': dice.of(TYPES), 'retry-after': dice.of(PAUSES) }
    Object.assign(wire.next, { status: dice.of(STATUSES), headers, chunks: inChunks(bytesOf(input, dice), dice) })
    const { status } = wire.next
    const asked = { path: '/x', body: '{}', method: 'POST' as const }
    const answer = write ? wire.base.put(asked) : wire.base.get({ path: '/x' })
    return answer.then(
      (value) => hold(status < 300 && typeof value === 'object', 'a refusal was taken for data'),
      (error: unknown) => judgeFailure(error, status, write),
    )
  },
  allowed: isDoor,
}

function judgeFailure(error: unknown, status: number, write: boolean): never {
  if (error instanceof Unreachable) {
    const { retryAfterMs = 0, uncertain } = error
    hold(retryAfterMs >= 0 && retryAfterMs <= 3_600_000, `a pause of ${retryAfterMs} ms`)
    hold(write || !uncertain, 'a reading cannot be uncertain')
    hold(!write || status >= 300 || uncertain, 'an unreadable success of a write must leave the outcome open')
  }
  hold(!(error instanceof Error && error.message.includes('канарейка')), 'the password stands in the error')
  throw error
}

const POSITION = cursorOf({
  loaded: ['Catalog_Контрагенты'],
  load: { kind: KIND.name, from: '2026-01-01T00:00:00', skip: 1000 },
  sweptAtMs: 1_770_000_000_000,
  comparedAtMs: { Catalog_Номенклатура: 1_770_000_000_000 },
  node: { key: KEY, sent: 4, received: 3 },
})

const cursors: Target = {
  name: 'cursors',
  corpus: [POSITION, '{"v":1,"loaded":[],"sweptAtMs":0,"comparedAtMs":{}}'],
  words: ['"loaded":', '"load":', '"skip":', '{"toString":1}', '{"valueOf":{}}', '"node":', 'null'],
  remembered: [
    '{"v":1,"loaded":[{"toString":1}],"sweptAtMs":0,"comparedAtMs":{}}',
    '{"v":1,"loaded":[],"sweptAtMs":0,"comparedAtMs":{"a":"x"}}',
  ],
  run(input) {
    const position = positionOf(input)
    const times = [position.sweptAtMs, ...Object.values(position.comparedAtMs)]
    hold(times.every(Number.isFinite), 'a moment that is no number')
    for (const pass of [position.load, position.sweep])
      hold(
        pass === undefined || (Number.isSafeInteger(pass.skip) && pass.skip >= 0),
        'a pass that skips no whole number',
      )
    hold(cursorOf(positionOf(cursorOf(position))) === cursorOf(position), 'does not survive being kept')
  },
  allowed: isDoor,
}

const comparisons: Target = {
  name: 'comparisons',
  corpus: ['120000.00', '007', '0'.repeat(40) + 'x', `1.${'0'.repeat(30)}`, 'StandardODATA.Catalog_Контрагенты', KEY],
  words: ['0', '00', '.', '.0', '-', KEY],
  remembered: [`1.${'0'.repeat(150_000)}x`, `${'0'.repeat(150_000)}x`],
  run(input, dice: Dice) {
    const sent = dice.of<unknown>([input, Number(input), 'x', 120000, [{ Цена: input }]])
    const stored = dice.of<unknown>([input, input.toLowerCase(), 7, null, [{ LineNumber: '1', Цена: input }]])
    hold(
      differences({ Ф: sent }, { Ф: sent }).every(({ field }) => field.startsWith('Ф[')) || sent !== sent,
      'a value differs from itself',
    )
    differences({ Ф: sent }, { Ф: stored })
  },
  allowed: () => false,
}

export const answerTargets: Target[] = [lists, refusals, exchanges, cursors, comparisons]
