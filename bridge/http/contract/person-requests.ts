/** Shapes of what may be sent about personal data of natural persons. */
import { Type, type Static } from 'typebox'
import { id, needed, text } from './requests.ts'

const closed = { additionalProperties: false }

/** Longest name of where a consent stands, characters. */
const SOURCE = 500
/** Most records that stand for one person. */
const MAX_RECORDS = 1_000

/** `onDate` = `YYYY-MM-DD`; `source` = a form, a letter, a call. */
export const noteConsent = Type.Object({ given: Type.Boolean(), onDate: text(10), source: needed(SOURCE) }, closed)
export type NoteConsent = Static<typeof noteConsent>

/** `records` = the ids that the preview has shown. */
export const erasePerson = Type.Object(
  {
    reason: Type.Union([
      Type.Literal('consent-withdrawn'),
      Type.Literal('purpose-reached'),
      Type.Literal('unlawful-processing'),
      Type.Literal('not-needed'),
    ]),
    askedOn: Type.Optional(text(10)),
    records: Type.Array(id, { minItems: 1, maxItems: MAX_RECORDS }),
  },
  closed,
)
export type ErasePerson = Static<typeof erasePerson>
