/** Tries something on a copy of the embedded database, so that nobody has to wait for it; on a server in a transaction that is taken back. */
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { FILE, openDatabase } from '../store/db.ts'
import { copyDatabase } from '../store/embedded.ts'
import type { JournalPorts } from '../sync/journal/telling.ts'
import type { Bridge } from './assemble.ts'

export async function withCopy<T>(bridge: Bridge, work: (ports: JournalPorts) => Promise<T>): Promise<T> {
  const { folder, databaseUrl } = bridge.config
  if (databaseUrl !== '') return work(bridge.ports)
  // Beside the database: where it has room, its copy has too, and both belong to the same person.
  const place = mkdtempSync(join(folder, 'tried-'))
  try {
    await copyDatabase(join(folder, FILE), join(place, FILE))
    const database = await openDatabase({ url: '', folder: place })
    try {
      // The lease of a reader was copied too; nobody reads into the copy.
      await database.db('bases').update({ lease_owner: '', lease_until: '' })
      return await work({ ...bridge.ports, database, publish: () => undefined })
    } finally {
      await database.close()
    }
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}
