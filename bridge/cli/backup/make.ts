/** Makes a backup of the embedded database while the service goes on. */
import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Problem } from '../../domain/problem.ts'
import { contentsOf, copyDatabase } from '../../store/embedded.ts'
import { zvenoVersion } from '../package-root.ts'
import { writeBackup, type Manifest } from './file.ts'

/**
 * @param database file of the embedded database
 * @param at UTC ISO text
 * @throws Problem `backup.exists` `backup.no-database` `backup.not-written` `database.unreadable`
 */
export async function makeBackup(database: string, target: string, at: string): Promise<Manifest> {
  const file = resolve(target)
  if (existsSync(file)) throw new Problem('backup.exists', { file })
  if (!existsSync(database)) throw new Problem('backup.no-database', { file: database })
  const copy = `${file}.copy`
  try {
    await copyInto(database, copy)
    const [contents, { size }, sha256] = [await contentsOf(copy), await stat(copy), await sumOf(copy)]
    const manifest = { zveno: zvenoVersion(), at, ...contents, database: { bytes: size, sha256 } }
    await writeBackup(file, manifest, copy)
    return manifest
  } finally {
    // Whoever has looked into the copy may have left a log beside it.
    for (const end of ['', '-wal', '-shm', '-journal']) await rm(copy + end, { force: true })
  }
}

async function copyInto(database: string, copy: string): Promise<void> {
  await rm(copy, { force: true })
  await copyDatabase(database, copy).catch((error: Error & { code?: string }) => {
    const unreadable = /^SQLITE_(NOTADB|CORRUPT)/.test(String(error.code))
    if (unreadable) throw new Problem('database.unreadable', { file: database, fault: error.message })
    throw new Problem('backup.not-written', { file: copy, fault: error.message })
  })
}

async function sumOf(file: string): Promise<string> {
  const sum = createHash('sha256')
  for await (const bytes of createReadStream(file)) sum.update(bytes as Buffer)
  return sum.digest('hex')
}
