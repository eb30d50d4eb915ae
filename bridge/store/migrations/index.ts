/** All changes of the shape of the database, oldest first; only ever added to. */
import type { Knex } from 'knex'
import * as first from './001-first.ts'
import * as clientsInOrder from './002-clients-in-order.ts'
import * as intentsByKey from './003-intents-by-key.ts'
import * as observations from './004-observations.ts'
import * as awaitedInvoices from './005-awaited-invoices.ts'
import * as installation from './006-installation.ts'
import * as certificates from './008-certificates.ts'
import * as mappingVersions from './009-mapping-versions.ts'
import * as foundByWhatIsRare from './010-found-by-what-is-rare.ts'
import * as news from './011-news.ts'
import * as runsOfPeople from './012-runs-of-people.ts'
import * as edits from './013-edits.ts'
import * as changes from './014-changes.ts'
import * as callers from './015-callers.ts'
import * as personalData from './016-personal-data.ts'
import * as panel from './017-panel.ts'
import * as lateCalls from './018-late-calls.ts'
import * as fewerIndexes from './019-fewer-indexes.ts'
import * as daysOfDocuments from './020-days-of-documents.ts'

export interface Migration {
  name: string
  up(db: Knex): Promise<void>
}

export const MIGRATIONS: Migration[] = [
  { name: '001-first', up: (db) => first.up(db) },
  { name: '002-clients-in-order', up: (db) => clientsInOrder.up(db) },
  { name: '003-intents-by-key', up: (db) => intentsByKey.up(db) },
  { name: '004-observations', up: (db) => observations.up(db) },
  { name: '005-awaited-invoices', up: (db) => awaitedInvoices.up(db) },
  { name: '006-installation', up: (db) => installation.up(db) },
  { name: '008-certificates', up: (db) => certificates.up(db) },
  { name: '009-mapping-versions', up: (db) => mappingVersions.up(db) },
  { name: '010-found-by-what-is-rare', up: (db) => foundByWhatIsRare.up(db) },
  { name: '011-news', up: (db) => news.up(db) },
  { name: '012-runs-of-people', up: (db) => runsOfPeople.up(db) },
  { name: '013-edits', up: (db) => edits.up(db) },
  { name: '014-changes', up: (db) => changes.up(db) },
  { name: '015-callers', up: (db) => callers.up(db) },
  { name: '016-personal-data', up: (db) => personalData.up(db) },
  { name: '017-panel', up: (db) => panel.up(db) },
  { name: '018-late-calls', up: (db) => lateCalls.up(db) },
  { name: '019-fewer-indexes', up: (db) => fewerIndexes.up(db) },
  { name: '020-days-of-documents', up: (db) => daysOfDocuments.up(db) },
]
