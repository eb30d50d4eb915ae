/** `zveno backup FILE`: everything the embedded database holds, in one file, while the service goes on. */
import { join } from 'node:path'
import { readConfig } from '../config.ts'
import { Problem } from '../domain/problem.ts'
import { FILE } from '../store/db.ts'
import type { Manifest } from './backup/file.ts'
import { makeBackup } from './backup/make.ts'
import type { Command } from './command.ts'

export const command: Command = {
  name: 'backup',
  purpose:
    'Copies the embedded database into one file with a checksum; the service may go on. The key of passwords stays out.',
  words: 'FILE',
  options: {},
  async run(given) {
    const [file] = given.words
    if (file === undefined) throw new Problem('command.missing', { what: 'FILE' })
    const config = await readConfig()
    if (config.databaseUrl !== '') throw new Problem('backup.server-database')
    given.progress(`copying ${join(config.folder, FILE)}`)
    const manifest = await makeBackup(join(config.folder, FILE), file, new Date().toISOString())
    given.print({ file, ...manifest }, () => backupText(file, manifest))
    return manifest.audit.brokenAt === null ? 0 : 1
  },
}

function backupText(file: string, { at, audit, rows, database }: Manifest): string {
  const count = Object.values(rows).reduce((sum, one) => sum + one, 0)
  return [
    `${file}: ${count} rows, ${database.bytes} bytes, as of ${at}`,
    `audit trail: ${audit.lines} lines, head ${audit.head || 'none yet'}`,
    ...(audit.brokenAt === null
      ? []
      : [`The audit trail does not hold from line ${audit.brokenAt}: zveno audit verify`]),
    'The key of the passwords (secret.key or ZVENO_SECRET_KEY) is not in it: keep it in another place.',
  ].join('\n')
}
