/** The simulated base meets outside bytes too: addresses, filters, bodies in JSON and Atom, and the forms of its web client. */
import { allDoors } from '../../../../connectors/simulator/doors.ts'
import type { Exchange } from '../../../../connectors/simulator/http/http.ts'
import { createServe, type Serve } from '../../../../connectors/simulator/http/server.ts'
import { readBody } from '../../../../connectors/simulator/odata/writing/write-body.ts'
import { ODataError } from '../../../../connectors/simulator/odata/errors.ts'
import { compileFilter } from '../../../../connectors/simulator/odata/filter/filter.ts'
import { openBase } from '../../../../connectors/simulator/open-base.ts'
import { fillBooks } from '../../../connectors/simulator/books-world.ts'
import type { Dice } from '../../aids/dice.ts'
import { bytesOf } from '../mutate.ts'
import { hold, Violation, type Target } from '../target.ts'

const KEY = '0000000d-2e00-11ef-8a00-000000000001'
const INVOICES = 'Document_СчетНаОплатуПокупателю'
const isRefusal = (error: unknown) => error instanceof ODataError
const AUTHORIZATION = `Basic ${Buffer.from('odata:odata').toString('base64')}`

/** A base with a few records; what its handlers throw by mistake is a violation. */
function small() {
  const defects: unknown[] = []
  const context = openBase({ port: 0, profile: 'bp30', report: (problem) => void defects.push(problem) })
  fillBooks(context.ledger)
  return { context, defects, serve: createServe(context, allDoors(context)) }
}

/** Node refuses longer heads of requests. */
const LONGEST_ADDRESS = 16_000

const { context } = small()
const set = context.sets.get(INVOICES)

const FILTERS = [
  "Number eq 'ТЕЛ0-000045' and Posted eq true",
  `Ref_Key eq guid'${KEY}' or Date ge datetime'2026-01-01T00:00:00'`,
  `cast(Контрагент_Key,'Catalog_Контрагенты') eq guid'${KEY}'`,
  "startswith(Комментарий, 'zveno:') and not (СуммаДокумента mul 2 gt 100.5)",
  "Товары/any(d: d/Количество gt 1) and substringof('О''Нил', Комментарий)",
  'Контрагент/Description eq null',
]

const filters: Target = {
  name: 'filters',
  most: LONGEST_ADDRESS,
  corpus: FILTERS,
  words: [
    ' eq ',
    ' and ',
    ' or ',
    'not ',
    '(',
    ')',
    "'",
    "''",
    "guid'",
    "datetime'",
    'cast(',
    'isof(',
    'any(',
    'd:',
    '/',
    '-',
    ' mul ',
    ' div 0',
    'year(Date)',
    'like ',
    ', ',
  ],
  run(input) {
    if (set === undefined) throw new Violation('the base has no invoices')
    compileFilter(context, set, input)
  },
  allowed: isRefusal,
}

const ENTRY = `<?xml version="1.0"?><entry xmlns="a" xmlns:d="d" xmlns:m="m"><content type="application/xml"><m:properties><d:Number>1</d:Number><d:Товары><d:element><d:LineNumber>1</d:LineNumber></d:element></d:Товары><d:Комментарий/></m:properties></content></entry>`

const bodies: Target = {
  name: 'base-bodies',
  corpus: [ENTRY, '{"Date":"2026-11-24T10:00:00","Товары":[{"LineNumber":"1","Цена":"1200.50"}]}'],
  words: ['<d:element>', '</d:element>', '<m:properties>', '"LineNumber":', '&lt;', '&#x41;'],
  run(input, dice) {
    const body = readBody(bytesOf(input, dice))
    hold(typeof body === 'object' && body !== null && !Array.isArray(body), 'a body that is no object')
  },
  allowed: isRefusal,
}

const ROOT = '/buh/odata/standard.odata'
const ADDRESSES = [
  `GET ${ROOT}/${INVOICES}?$filter=Posted eq true&$orderby=Ref_Key&$top=2&$skip=0&$inlinecount=allpages&$format=json`,
  `GET ${ROOT}/${INVOICES}(guid'${KEY}')?$format=json&$select=Number,Контрагент/Description&$expand=Контрагент`,
  `GET ${ROOT}/${INVOICES}_Товары(Ref_Key=guid'${KEY}',LineNumber=1)`,
  `GET ${ROOT}/AccumulationRegister_РасчетыСКонтрагентами/Turnovers(Condition='x',Dimensions='y')`,
  `GET ${ROOT}/InformationRegister_КурсыВалют/SliceLast(Period=datetime'2026-11-24T00:00:00')?$format=json`,
  `GET ${ROOT}/$metadata`,
  `GET ${ROOT}/SelectChanges?DataExchangePoint='${KEY}'&MessageNo=1`,
  `GET /buh/?lang=ru`,
  `GET /buh/invoices/${KEY}`,
  `POST /buh/sign-in`,
  `POST ${ROOT}/${INVOICES}(guid'${KEY}')/Post?PostingModeOperational=false`,
  `PATCH ${ROOT}/Catalog_Контрагенты(guid'${KEY}')`,
  `GET /control/settings`,
]

let serving: { serve: Serve; defects: unknown[] } | undefined

const addresses: Target = {
  name: 'base-addresses',
  most: LONGEST_ADDRESS,
  corpus: ADDRESSES,
  words: [
    "guid'",
    '$filter=',
    '$expand=',
    '$select=',
    '$orderby=',
    '/$count',
    '/$value',
    '(',
    ')',
    "'",
    ',',
    '=',
    '&',
    '../',
    `(guid'${KEY}')`,
  ],
  async run(input, dice) {
    const { serve, defects } = (serving ??= small())
    defects.length = 0
    const { status, body } = await serve(exchangeOf(input, dice))
    if (defects.length > 0) throw new Violation(`the base failed: ${String(defects[0]).split('\n')[0]}`)
    hold(Number.isInteger(status) && status >= 200 && status < 600 && body !== undefined, `an answer of ${status}`)
  },
  allowed: () => false,
}

function exchangeOf(input: string, dice: Dice): Exchange {
  const [, method = 'GET', address = input] = /^([A-Z]{3,6}) (.*)$/s.exec(input) ?? []
  const [path = '/', ...rest] = address.split('?')
  const rawQuery = rest.join('?')
  const parts = rawQuery
    .split('&')
    .map((part) => [part.split('=')[0] ?? '', part.split('=').slice(1).join('=')] as const)
  return {
    method,
    origin: 'http://127.0.0.1',
    rawPath: path,
    path,
    rawQuery,
    query: new Map(rawQuery === '' ? [] : parts),
    headers: { authorization: AUTHORIZATION, ...(dice.onceIn(3) && { accept: 'application/json' }) },
    body: Buffer.from(method === 'GET' ? '' : dice.of(['', '{}', '{"Description":"x"}', input])),
    user: '',
  }
}

export const simulatorTargets: Target[] = [filters, bodies, addresses]
