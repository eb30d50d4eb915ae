/** What every part of one reading of changes carries along. */
import type { ChangesQuery, Known } from '../connector.ts'
import type { Base } from './ask.ts'

export interface Trip {
  base: Base
  known: Known
  signal: AbortSignal
  /** Fields of a kind that the consumer reads. */
  fields: ChangesQuery['fields']
  late?: ChangesQuery['late']
  cutOff?: ChangesQuery['cutOff']
}
