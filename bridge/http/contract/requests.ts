/** Shapes of what people and programs may send; the server validates with them and OpenAPI is made from them. */
import { Type, type Static } from 'typebox'

/** Longest texts that a form may send, characters. */
const SHORT = 200
const NAME = 300
const LONG = 4000
/** Most lines in one deal or invoice. */
export const MAX_LINES = 500
/** 10 billion roubles in kopecks: above it somebody mistyped. */
export const MAX_MINOR = 1_000_000_000_000
/** A million units in thousandths. */
export const MAX_QUANTITY_MILLI = 1_000_000_000

export const text = (maxLength: number) => Type.String({ maxLength })
export const needed = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '\\S' })
const uuid = Type.String({ pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' })
export { uuid as id }
const idOrNone = Type.Union([uuid, Type.Null()])
const closed = { additionalProperties: false }
/** As large as its column: a server answers a larger number with an error. */
const version = Type.Integer({ minimum: 1, maximum: 2_147_483_647 })
const limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 200 }))

export const signIn = Type.Object(
  { login: needed(SHORT), password: Type.String({ minLength: 1, maxLength: SHORT }) },
  closed,
)
export type SignIn = Static<typeof signIn>

export const changeMe = Type.Object({ language: Type.Union([Type.Literal('ru'), Type.Literal('en')]) }, closed)
export type ChangeMe = Static<typeof changeMe>

export const changePassword = Type.Object(
  {
    present: Type.String({ minLength: 1, maxLength: SHORT }),
    password: Type.String({ minLength: 1, maxLength: SHORT }),
  },
  closed,
)
export type ChangePassword = Static<typeof changePassword>

export const search = Type.Object({ search: Type.Optional(text(SHORT)), limit }, closed)
export type Search = Static<typeof search>

/** `after` = the `next` of the previous answer. */
export const listClients = Type.Object(
  { search: Type.Optional(text(SHORT)), after: Type.Optional(text(SHORT)), limit },
  closed,
)
export type ListClients = Static<typeof listClients>

const clientFields = {
  name: needed(NAME),
  profile: text(LONG),
  industry: text(SHORT),
  region: text(SHORT),
  website: text(SHORT),
  address: text(LONG),
  phone: text(100),
  email: text(SHORT),
  note: text(LONG),
}
export const createClient = Type.Object(
  { ...Type.Partial(Type.Object(clientFields)).properties, name: needed(NAME) },
  closed,
)
export type CreateClient = Static<typeof createClient>

export const changeClient = Type.Object({ ...Type.Partial(Type.Object(clientFields)).properties, version }, closed)
export type ChangeClient = Static<typeof changeClient>

export const saveContact = Type.Object(
  { name: needed(NAME), position: text(SHORT), phone: text(100), email: text(SHORT) },
  closed,
)
export type SaveContact = Static<typeof saveContact>

/** Either `counterpartyId`, or the requisites of a new one. */
export const addCounterparty = Type.Object(
  {
    counterpartyId: Type.Optional(uuid),
    name: Type.Optional(needed(100)),
    fullName: Type.Optional(text(250)),
    legalForm: Type.Optional(
      Type.Union([Type.Literal('company'), Type.Literal('sole-proprietor'), Type.Literal('person')]),
    ),
    taxNumber: Type.Optional(text(20)),
    reasonCode: Type.Optional(text(20)),
  },
  closed,
)
export type AddCounterparty = Static<typeof addCounterparty>

/** `version` of the form that was looked at. Lengths are those that accounting keeps. */
export const changeCounterparty = Type.Object(
  {
    name: Type.Optional(needed(100)),
    fullName: Type.Optional(text(250)),
    taxNumber: Type.Optional(text(20)),
    reasonCode: Type.Optional(text(20)),
    phone: Type.Optional(text(SHORT)),
    email: Type.Optional(text(SHORT)),
    address: Type.Optional(text(500)),
    version,
  },
  closed,
)
export type ChangeCounterparty = Static<typeof changeCounterparty>

/** Most records of one legal entity. */
const MAX_CANDIDATES = 20
/** Most conflicts that are answered at once. */
const MAX_ANSWERS = 500
/** Each with the version that was looked at; `value` is the third text of the answer `other`. */
export const answerConflicts = Type.Object(
  {
    conflicts: Type.Array(Type.Object({ id: uuid, version }, closed), { minItems: 1, maxItems: MAX_ANSWERS }),
    answer: Type.Union([Type.Literal('ours'), Type.Literal('theirs'), Type.Literal('other')]),
    value: Type.Optional(text(500)),
  },
  closed,
)
export type AnswerConflicts = Static<typeof answerConflicts>

export const boardOf = Type.Object({ cycle: Type.Optional(uuid) }, closed)
export type BoardOf = Static<typeof boardOf>

export const openDeal = Type.Object({ title: needed(NAME), cause: text(NAME), cycleId: Type.Optional(uuid) }, closed)
export type OpenDeal = Static<typeof openDeal>

export const changeDeal = Type.Object(
  {
    title: Type.Optional(needed(NAME)),
    cause: Type.Optional(text(NAME)),
    counterpartyId: Type.Optional(idOrNone),
    organisationId: Type.Optional(idOrNone),
    contractId: Type.Optional(idOrNone),
    version,
  },
  closed,
)
export type ChangeDeal = Static<typeof changeDeal>

export const saveLines = Type.Object(
  {
    version,
    lines: Type.Array(
      Type.Object(
        {
          productId: idOrNone,
          text: needed(1000),
          quantityMilli: Type.Integer({ minimum: 1, maximum: MAX_QUANTITY_MILLI }),
          priceMinor: Type.Integer({ minimum: 0, maximum: MAX_MINOR }),
        },
        closed,
      ),
      { maxItems: MAX_LINES },
    ),
  },
  closed,
)
export type SaveLines = Static<typeof saveLines>

export const moveStage = Type.Object({ stageId: uuid, reason: Type.Optional(text(LONG)), version }, closed)
export type MoveStage = Static<typeof moveStage>

export const drawUpContract = Type.Object({ number: Type.Optional(text(50)), date: Type.Optional(text(10)) }, closed)
export type DrawUpContract = Static<typeof drawUpContract>

/** `version` of the deal that was looked at: another version = look again before issuing. */
export const issueInvoice = Type.Object({ version }, closed)
export type IssueInvoice = Static<typeof issueInvoice>

export const listInvoices = Type.Object(
  {
    search: Type.Optional(text(SHORT)),
    state: Type.Optional(Type.Union([Type.Literal('open'), Type.Literal('unpaid'), Type.Literal('all')])),
    after: Type.Optional(text(SHORT)),
    limit,
  },
  closed,
)
export type ListInvoices = Static<typeof listInvoices>

export const acceptChange = Type.Object({ takeIntoDeal: Type.Boolean() }, closed)
export type AcceptChange = Static<typeof acceptChange>

export const queueOf = Type.Object(
  { whose: Type.Optional(Type.Union([Type.Literal('mine'), Type.Literal('all')])) },
  closed,
)
export type QueueOf = Static<typeof queueOf>

export const troublesOf = Type.Object(
  { state: Type.Optional(Type.Union([Type.Literal('open'), Type.Literal('answered')])) },
  closed,
)
export type TroublesOf = Static<typeof troublesOf>

/** A moment in the past: ISO text with `Z` or an offset. */
export const asOf = Type.Object({ at: needed(40) }, closed)
export type AsOf = Static<typeof asOf>

export const listCertificates = Type.Object({ after: Type.Optional(text(SHORT)), limit }, closed)
export type ListCertificates = Static<typeof listCertificates>

export const listRuns = Type.Object({ after: Type.Optional(text(SHORT)), limit }, closed)
export type ListRuns = Static<typeof listRuns>

/** Lines of one run; `search` = name, number or key of a record. */
export const runLines = Type.Object(
  {
    search: Type.Optional(text(SHORT)),
    outcome: Type.Optional(
      Type.Union([
        Type.Literal('applied'),
        Type.Literal('skipped'),
        Type.Literal('conflict'),
        Type.Literal('reversed'),
        Type.Literal('kept'),
        Type.Literal('failed'),
      ]),
    ),
    after: Type.Optional(text(SHORT)),
    limit,
  },
  closed,
)
export type RunLines = Static<typeof runLines>

/** `choice` and `aliases` belong to the answer `pick`. */
export const answerTrouble = Type.Object(
  {
    answer: needed(50),
    choice: Type.Optional(uuid),
    aliases: Type.Optional(Type.Array(uuid, { maxItems: MAX_CANDIDATES })),
  },
  closed,
)
export type AnswerTrouble = Static<typeof answerTrouble>

export const answerTroubles = Type.Object(
  { troubles: Type.Array(uuid, { minItems: 1, maxItems: MAX_ANSWERS }), answer: needed(50) },
  closed,
)
export type AnswerTroubles = Static<typeof answerTroubles>
