/** `zveno erasures list|repeat FILE`: the erasures of this database as ids, and carrying them out once more after a restore. */
import { readFile } from 'node:fs/promises'
import { readConfig } from '../config.ts'
import { Problem } from '../domain/problem.ts'
import { listErasures } from '../store/erasure-list.ts'
import type { Command, Invocation } from './command.ts'
import { readErasures, writeErasures } from './erasures/file.ts'
import { repeatAll, repeatText } from './erasures/repeat-all.ts'
import { openDatabaseOf } from './open-store.ts'

export const command: Command = {
  name: 'erasures',
  purpose:
    'list: who was erased, as ids without data, to be kept beside backups; repeat: erases them once more after a restore.',
  words: 'list|repeat [FILE]',
  options: {},
  async run(given) {
    const [deed, file] = given.words
    if (deed === 'list') return list(given)
    if (deed !== 'repeat') throw new Problem('command.missing', { what: 'list|repeat' })
    if (file === undefined) throw new Problem('command.missing', { what: 'FILE' })
    return repeat(given, file)
  },
}

async function list(given: Invocation): Promise<number> {
  const database = await openDatabaseOf(await readConfig())
  try {
    const erasures = writeErasures(await listErasures(database.db))
    // One form for both: what is printed is what is kept.
    given.print(erasures, () => JSON.stringify(erasures, null, 2))
    return 0
  } finally {
    await database.close()
  }
}

async function repeat(given: Invocation, file: string): Promise<number> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new Problem('erasures.unreadable', { file, fault: error.message })
  })
  const erasures = readErasures(text, file)
  const done = await repeatAll(await readConfig(), erasures)
  given.print(done, () => repeatText(done))
  return done.waiting > 0 ? 1 : 0
}
