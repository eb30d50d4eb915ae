/** The rows of the bench, in the order of the table of goals. */
import type { Row } from './row.ts'
import { row as clientSearch } from './rows/client-search.ts'
import { row as coldStart } from './rows/cold-start.ts'
import { row as firstLoad } from './rows/first-load.ts'
import { row as growth } from './rows/growth.ts'
import { row as idleTick } from './rows/idle-tick.ts'
import { row as issueInvoice } from './rows/issue-invoice.ts'
import { row as mappingTax } from './rows/mapping-tax.ts'
import { row as slowBase } from './rows/slow-base.ts'

export const rows: Row[] = [firstLoad, growth, idleTick, issueInvoice, slowBase, clientSearch, coldStart, mappingTax]
