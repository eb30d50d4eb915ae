/** Who may call what on whose record: the whole of it, to be read by a person. A route that is missing here fails the layer. */
import type { RouteName } from '../../../bridge/http/contract.ts'

/**
 * `yes` = not refused for rights; `no` = 403 whatever the record; `hid` = 404, the record is as if it were not there;
 * `key` = 401 to everybody who is signed in: it is for programs with a key of their own.
 */
export type Cell = 'yes' | 'no' | 'hid' | 'key'

/** Anna sells; Olga is the head of her department; Elena keeps the books; Dmitry looks after the exchange. */
export const VIEWERS = ['anna', 'olga', 'elena', 'dmitry'] as const
/** Whose record it is: Anna's own, Pavel's of the same department, Igor's of another one. */
export const OWNERS = ['anna', 'pavel', 'igor'] as const

export type Viewer = (typeof VIEWERS)[number]
export type Owner = (typeof OWNERS)[number]

/** For records that have an owner: own, colleague's, stranger's for each viewer. */
const owned = (text: string): Cell[][] => text.split('|').map((cells) => cells.trim().split(/\s+/) as Cell[])
/** For what belongs to nobody: one cell for each viewer. */
const common = (text: string): Cell[][] => text.split('|').map((cell) => [cell.trim() as Cell])

const SEEN = owned('yes hid hid | yes yes hid | yes yes yes | no no no')
const SELLING = owned('yes hid hid | yes yes hid | no no no | no no no')
const HEADS = owned('no no no | yes yes hid | no no no | no no no')
const EVERYBODY = common('yes | yes | yes | yes')

//                                            Anna          Olga          Elena         Dmitry
export const TABLE: Record<RouteName, Cell[][]> = {
  'POST /api/session': EVERYBODY,
  'DELETE /api/session': EVERYBODY,
  'GET /api/me': EVERYBODY,
  'PATCH /api/me': EVERYBODY,
  'POST /api/me/password': EVERYBODY,
  'GET /api/words/:language': EVERYBODY,

  'GET /api/clients': common('yes | yes | yes | no'),
  'POST /api/clients': common('yes | yes | no | no'),
  'GET /api/clients/:id': SEEN,
  'PATCH /api/clients/:id': SELLING,
  'POST /api/clients/:id/contacts': SELLING,
  'PATCH /api/contacts/:id': SELLING,
  'POST /api/clients/:id/counterparties': SELLING,
  'GET /api/clients/:id/persons': SEEN,
  'POST /api/persons/:id/consents': SELLING,
  'POST /api/persons/:id/export': HEADS,
  'GET /api/persons/:id/erasure': HEADS,
  'POST /api/persons/:id/erase': HEADS,
  'GET /api/acts': common('no | yes | yes | yes'),
  'GET /api/acts/:id': common('no | yes | yes | yes'),
  'GET /api/counterparties': common('yes | yes | yes | no'),
  // An entity itself is seen by everybody in the list above; what people did to it, by those who see a client that it stands for.
  'GET /api/counterparties/:id/form': SEEN,
  'PATCH /api/counterparties/:id': owned('yes no no | yes yes no | no no no | no no no'),
  'GET /api/conflicts': common('yes | yes | yes | yes'),
  'POST /api/conflicts/answer': owned('yes hid hid | yes yes hid | yes yes yes | yes yes yes'),
  'GET /api/products': EVERYBODY,
  'GET /api/organisations': EVERYBODY,

  'GET /api/cycles': EVERYBODY,
  'GET /api/board': common('yes | yes | yes | no'),
  'POST /api/clients/:id/deals': SELLING,
  'GET /api/deals/:id': SEEN,
  'PATCH /api/deals/:id': SELLING,
  'PUT /api/deals/:id/lines': SELLING,
  'POST /api/deals/:id/stage': SELLING,
  'GET /api/deals/:id/pre-flight': SEEN,
  'POST /api/deals/:id/contract': SELLING,
  'POST /api/deals/:id/invoices': SELLING,

  'GET /api/invoices': common('yes | yes | yes | no'),
  'GET /api/invoices/:id': SEEN,
  'POST /api/invoices/:id/cancel': SELLING,
  'POST /api/invoices/:id/retry': owned('yes hid hid | yes yes hid | yes yes yes | hid hid hid'),
  'POST /api/invoices/:id/accept': SELLING,

  'GET /api/invoices/:id/why': SEEN,
  'GET /api/payments/:id/why': SEEN,
  'GET /api/clients/:id/why': SEEN,
  'GET /api/deals/:id/why': SEEN,
  'GET /api/counterparties/:id/why': SEEN,
  'GET /api/contracts/:id/why': common('yes | yes | yes | no'),
  'GET /api/organisations/:id/why': common('yes | yes | yes | no'),
  'GET /api/products/:id/why': common('yes | yes | yes | no'),

  'GET /api/clients/:id/as-of': SEEN,
  'GET /api/counterparties/:id/as-of': SEEN,
  'GET /api/invoices/:id/as-of': SEEN,
  'GET /api/clients/:id/moments': SEEN,
  'GET /api/counterparties/:id/moments': SEEN,
  'GET /api/invoices/:id/moments': SEEN,

  'GET /api/certificates': common('no | yes | yes | yes'),
  'GET /api/certificates/:id': common('no | yes | yes | yes'),
  'POST /api/bases/:id/certificates': common('no | yes | yes | yes'),
  'POST /api/certificates/:id/sign': common('no | no | yes | no'),
  'POST /api/certificates/:id/read-again': common('no | no | yes | yes'),
  'POST /api/differences/:id/read-again': common('no | no | yes | yes'),

  'GET /api/runs': common('no | no | no | yes'),
  'GET /api/runs/:id': common('no | no | no | yes'),
  'GET /api/runs/:id/rollback': common('no | no | no | yes'),
  'POST /api/runs/:id/rollback': common('no | no | no | yes'),

  'GET /api/queue': EVERYBODY,
  'POST /api/queue/:id/withdraw': SELLING,
  'GET /api/troubles': EVERYBODY,
  'POST /api/troubles/answer': owned('no no no | no no no | yes yes yes | yes yes yes'),
  'POST /api/troubles/:id/answer': owned('no no no | no no no | yes yes yes | yes yes yes'),

  'GET /api/bases': EVERYBODY,
  'GET /api/bases/:id': common('no | yes | yes | yes'),
  'POST /api/bases/:id/sync': common('no | no | no | yes'),
  'POST /api/bases/:id/resume': common('no | no | no | yes'),

  // For programs with a key of their own: whoever is signed in has none.
  'POST /api/panel/tickets': common('key | key | key | key'),
  'POST /api/panel/session': common('key | key | key | key'),
  'GET /api/panel/context': common('key | key | key | key'),
}

/** Routes that need nobody signed in. */
export const OPEN: RouteName[] = [
  'POST /api/session',
  'GET /api/words/:language',
  'POST /api/panel/tickets',
  'POST /api/panel/session',
  'GET /api/panel/context',
]

/** Ids by the noun of an address: `clients`, `deals`, `payments` ... */
export type Records = Record<string, string>

/** Bodies that pass the schema but cannot be carried out: rights are asked before anything else. */
export const BODIES: Partial<Record<RouteName, object | ((records: Records) => object)>> = {
  'POST /api/session': { login: 'nobody', password: 'x' },
  'PATCH /api/me': { language: 'ru' },
  'POST /api/me/password': { present: 'wrong', password: 'wrong' },
  'POST /api/clients': { name: 'x' },
  'PATCH /api/clients/:id': { version: 999, name: 'x' },
  'POST /api/clients/:id/contacts': { name: 'x', position: '', phone: '', email: '' },
  'PATCH /api/contacts/:id': { name: 'x', position: '', phone: '', email: '' },
  'POST /api/clients/:id/counterparties': { name: 'x', taxNumber: '1' },
  'PATCH /api/counterparties/:id': { version: 999, phone: 'x' },
  'POST /api/conflicts/answer': ({ conflicts }) => ({ conflicts: [{ id: conflicts, version: 999 }], answer: 'ours' }),
  'POST /api/clients/:id/deals': { title: 'x', cause: '' },
  'PATCH /api/deals/:id': { version: 999, title: 'x' },
  'PUT /api/deals/:id/lines': { version: 999, lines: [] },
  'POST /api/deals/:id/stage': { version: 999, stageId: '00000000-0000-4000-8000-000000000000' },
  'POST /api/deals/:id/contract': { date: 'wrong' },
  'POST /api/deals/:id/invoices': { version: 999 },
  'POST /api/invoices/:id/accept': { takeIntoDeal: false },
  'POST /api/persons/:id/consents': { given: true, onDate: 'wrong', source: 'x' },
  'POST /api/persons/:id/erase': { reason: 'not-needed', records: ['00000000-0000-4000-8000-000000000000'] },
  'POST /api/troubles/answer': ({ troubles }) => ({ troubles: [troubles], answer: 'no such answer' }),
  'POST /api/troubles/:id/answer': { answer: 'no such answer' },
  'POST /api/panel/tickets': { user: 'x', noun: 'invoice', key: '00000000-0000-4000-8000-000000000000' },
  'POST /api/panel/session': { ticket: 'x' },
}
