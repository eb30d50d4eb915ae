/** `zveno restore FILE`: puts a backup in the place of the embedded database and keeps the one that was there. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readConfig, type Config } from '../config.ts'
import { Problem } from '../domain/problem.ts'
import { listBases } from '../store/bases.ts'
import { putBack, type PutBack } from './backup/put-back.ts'
import type { Command } from './command.ts'
import { openDatabaseOf } from './open-store.ts'
import { KEY_FILE, keysGiven, keysOfFolder, openVault } from './secrets.ts'
import { sentenceOf } from './sentence.ts'

export const command: Command = {
  name: 'restore',
  purpose:
    'Puts a backup in the place of the embedded database; stop the service first. The former database is kept beside it.',
  words: 'FILE',
  options: {},
  async run(given) {
    const [file] = given.words
    if (file === undefined) throw new Problem('command.missing', { what: 'FILE' })
    const config = await readConfig()
    if (config.databaseUrl !== '') throw new Problem('backup.server-database')
    given.progress(`checking ${file}`)
    const done = await putBack(file, config.folder, new Date().toISOString())
    const locked = await lockedBases(config)
    const key = locked.length > 0 ? keyMissing(locked) : null
    given.print({ ...done, locked, ...(key && { warning: key }) }, () => restoreText(file, done, key?.message))
    return 0
  },
}

/** Names of the bases whose passwords the keys at hand do not open. */
async function lockedBases(config: Config): Promise<string[]> {
  const database = await openDatabaseOf(config)
  try {
    const bases = await listBases(database.db)
    return bases.filter(({ secret }) => !opens(keysAtHand(config), secret)).map(({ name }) => name)
  } finally {
    await database.close()
  }
}

/** No key is made for that. */
function keysAtHand(config: Config): string[] {
  const given = keysGiven(config)
  return given.length === 0 && existsSync(join(config.folder, KEY_FILE)) ? keysOfFolder(config.folder) : given
}

function opens(keys: string[], secret: string): boolean {
  try {
    openVault(() => keys).open(secret)
    return true
  } catch {
    return false
  }
}

function keyMissing(locked: string[]): { code: string; message: string } {
  const { code, sentence } = sentenceOf(new Problem('restore.key-missing', { bases: locked.join(', ') }))
  return { code, message: sentence }
}

function restoreText(file: string, { manifest, former }: PutBack, warning: string | undefined): string {
  return [
    `${file}, as of ${manifest.at}, is the database now.`,
    ...(former === null ? [] : [`The former one is kept: ${former}`]),
    'The exchange waits: start the service, open Integration, make sure that no other Zveno works with the base, press "Resume".',
    ...(warning === undefined ? [] : [warning]),
  ].join('\n')
}
