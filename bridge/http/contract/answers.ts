/** Shapes of what the server answers: those of the reports, and what only HTTP knows. */
import type { User } from '../../domain/people.ts'

export type { PersonExport } from '../../actions/export-person.ts'
export type { ErasurePreview } from '../../actions/preview-erasure.ts'
export type * from '../../reports/answers.ts'
export type * from '../../reports/journal-answers.ts'
export type {
  ClientAsOf,
  CounterpartyAsOf,
  InvoiceAsOf,
  Moment,
  Moments,
  SideField,
  Told,
} from '../../reports/as-of-answers.ts'
export type { AsOf as AsOfRecord } from '../../reports/as-of-answers.ts'
export type * from '../../reports/conflict-answers.ts'
export type * from '../../reports/person-answers.ts'
export type * from '../../reports/queue-answers.ts'
export type * from '../../reports/reconciliation-answers.ts'
export type * from '../../reports/why-answers.ts'

export interface Me {
  user: User
  /** Verbs this person may use anywhere, e.g. `issue-invoice`, `see-integration`. */
  may: string[]
  /** Must stand in `X-CSRF` of every changing request. */
  csrf: string
}
