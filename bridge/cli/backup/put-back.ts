/** Puts a backup in the place of the embedded database; the one that was there is kept beside it. */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from '../../domain/problem.ts'
import { FILE, openDatabase } from '../../store/db.ts'
import { foldLog } from '../../store/embedded.ts'
import { noteRestored } from '../../store/installation.ts'
import { unknownMigration } from '../../store/migrate.ts'
import { readBackup, type Manifest } from './file.ts'

export interface PutBack {
  manifest: Manifest
  /** Where the database that was there lies now, null = there was none. */
  former: string | null
}

/**
 * The backup is read whole and made ready in a folder of its own; only then is the database in use looked at.
 * @param at UTC ISO text
 * @throws Problem `backup.*` `database.in-use` `database.folder`
 */
export async function putBack(file: string, folder: string, at: string): Promise<PutBack> {
  const backup = await readBackup(file)
  const unknown = unknownMigration(backup.manifest.migrations)
  if (unknown !== undefined) throw new Problem('backup.newer', { zveno: backup.manifest.zveno, migration: unknown })
  const ready = join(folder, `restore-${randomUUID()}`)
  try {
    await mkdir(ready, { recursive: true, mode: 0o700 }).catch((error: Error) => {
      throw new Problem('database.folder', { folder, fault: error.message })
    })
    await backup.unpack(join(ready, FILE))
    await makeReady(ready, at)
    return { manifest: backup.manifest, former: await exchange(ready, folder, at) }
  } finally {
    await rm(ready, { recursive: true, force: true })
  }
}

/** Brought to the shape of this version, and told that the world has gone on without it. */
async function makeReady(ready: string, at: string): Promise<void> {
  const database = await openDatabase({ url: '', folder: ready })
  try {
    await database.transaction((tx) => noteRestored(tx, { id: randomUUID(), at }))
  } finally {
    await database.close()
  }
  await foldLog(join(ready, FILE))
}

async function exchange(ready: string, folder: string, at: string): Promise<string | null> {
  const place = join(folder, FILE)
  const former = existsSync(place) ? await setAside(place, folder, at) : null
  await rename(join(ready, FILE), place)
  return former
}

/** A log that is left lying would be read into the database that comes in its place: it goes along. */
async function setAside(place: string, folder: string, at: string): Promise<string> {
  await foldLog(place).catch((error: unknown) => {
    // What cannot be read is nobody's; it is kept for whoever can still get something out of it.
    if (!/^SQLITE_(NOTADB|CORRUPT)/.test(String((error as { code?: unknown }).code))) throw error
  })
  const former = join(folder, `zveno-before-restore-${at.replaceAll(/[^0-9]/g, '').slice(0, 14)}.sqlite`)
  if (existsSync(former)) throw new Problem('backup.exists', { file: former })
  for (const end of ['', '-wal', '-shm', '-journal'])
    if (existsSync(place + end)) await rename(place + end, former + end)
  return former
}
