/** `zveno restore FILE`: puts a backup in the place of the embedded database and keeps the one that was there. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readConfig, type Config } from '../config.ts'
import { Problem } from '../domain/problem.ts'
import { listBases } from '../store/bases.ts'
import { erasuresIn } from '../store/embedded.ts'
import { putBack, type PutBack } from './backup/put-back.ts'
import type { Command } from './command.ts'
import { repeatAll, repeatText, type RepeatedAll } from './erasures/repeat-all.ts'
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
    const erased = await eraseAgain(config, done)
    const locked = await lockedBases(config)
    const key = locked.length > 0 ? keyMissing(locked) : null
    given.print({ ...done, locked, erased, ...(key && { warning: key }) }, () =>
      restoreText(file, done, [...erasedText(erased), ...(key ? [key.message] : [])]),
    )
    return 0
  },
}

/** Who was erased after the backup comes back with it, and is erased once more; null = the former database could not be read. */
async function eraseAgain(config: Config, { former }: PutBack): Promise<RepeatedAll | null> {
  const erasures = former === null ? [] : await erasuresIn(former)
  return erasures && repeatAll(config, erasures)
}

function erasedText(erased: RepeatedAll | null): string[] {
  if (erased === null)
    return [
      'Who was erased cannot be read from the former database: run "zveno erasures repeat FILE" with the list that you keep.',
    ]
  return Object.values(erased).every((count) => count === 0) ? [] : [repeatText(erased)]
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

function restoreText(file: string, { manifest, former }: PutBack, notes: string[]): string {
  return [
    `${file}, as of ${manifest.at}, is the database now.`,
    ...(former === null ? [] : [`The former one is kept: ${former}`]),
    'The exchange waits: start the service, open Integration, make sure that no other Zveno works with the base, press "Resume".',
    ...notes,
  ].join('\n')
}
