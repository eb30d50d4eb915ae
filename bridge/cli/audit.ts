/** `zveno audit verify`: does the audit trail hold, and does it still hold what a kept head stands for? */
import { readConfig } from '../config.ts'
import { Problem } from '../domain/problem.ts'
import { checkAudit, type ChainCheck } from '../store/audit.ts'
import type { Command } from './command.ts'
import { openDatabaseOf } from './open-store.ts'
import { sentenceOf } from './sentence.ts'

const HASH = /^[0-9a-f]{64}$/

export const command: Command = {
  name: 'audit',
  purpose:
    'verify: walks the audit trail line by line; with a head that was kept elsewhere it also finds a tail that was cut off.',
  words: 'verify',
  options: {
    head: { type: 'string', value: 'HASH', help: 'head from a log (audit.head), a backup or an earlier check' },
  },
  async run(given) {
    if (given.words[0] !== 'verify') throw new Problem('command.missing', { what: 'verify' })
    const head = given.text('head')
    if (head !== undefined && !HASH.test(head))
      throw new Problem('command.wrong-option', { option: '--head', value: head, allowed: '0-9 a-f, 64' })
    const config = await readConfig()
    const database = await openDatabaseOf(config)
    try {
      const check = await checkAudit(database.db, head)
      const fault = faultOf(check, head)
      const error = fault && sentenceOf(fault)
      given.print(
        { ...check, ...(error && { error: { code: error.code, message: error.sentence } }) },
        () => error?.sentence ?? `The audit trail holds: ${check.lines} lines, head ${check.head || 'none yet'}`,
      )
      return error ? 1 : 0
    } finally {
      await database.close()
    }
  },
}

function faultOf({ brokenAt, keptHeadFound, lines }: ChainCheck, head = ''): Problem | null {
  if (brokenAt !== null) return new Problem('audit.broken', { line: brokenAt })
  return keptHeadFound === false ? new Problem('audit.tail-cut', { head, lines }) : null
}
