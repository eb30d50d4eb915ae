/** The rows of the bench, in the order of the table of goals. */
import type { Row } from './row.ts'
import { row as firstLoad } from './rows/first-load.ts'

export const rows: Row[] = [firstLoad]
