/** On whose behalf a report is asked; which rows this person may see is decided where actions decide it too. */
import type { Viewer } from '../domain/people.ts'
import type { Db } from '../store/db.ts'

export { statement } from '../store/statement.ts'
export {
  onlyOf,
  onlyOfSeenClients,
  onlySeenInvoice,
  onlySeenInvoices,
  seeingStatement,
  type Query,
} from '../store/visibility.ts'

export interface Asking {
  viewer: Viewer
  db: Db
  /** UTC ISO text. */
  now(): string
}

/** A row as the driver gives it. */
export type Row = Record<string, string | number | boolean | null | undefined>
