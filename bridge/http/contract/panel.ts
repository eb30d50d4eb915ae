/** Shapes of the panel inside the accounting program: what its host and its page send and hear. */
import { Type, type Static } from 'typebox'

const closed = { additionalProperties: false }

/** Longest name of a user of the accounting program, and longest ticket, characters. */
const MOST_TEXT = 200

/** Sent by an accounting base that shows its key: one of its people wants to see one record. */
export const issueTicket = Type.Object(
  {
    user: Type.String({ minLength: 1, maxLength: MOST_TEXT, pattern: '\\S' }),
    noun: Type.Union([Type.Literal('invoice'), Type.Literal('counterparty'), Type.Literal('bank-receipt')]),
    key: Type.String({ pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' }),
  },
  closed,
)
export type IssueTicket = Static<typeof issueTicket>

export const openPanel = Type.Object({ ticket: Type.String({ minLength: 1, maxLength: MOST_TEXT }) }, closed)
export type OpenPanel = Static<typeof openPanel>
