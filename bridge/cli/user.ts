/** `zveno user password LOGIN`: gives a person a new password; it comes by standard input, where no list of processes shows it. */
import { setPassword } from '../actions/set-password.ts'
import { readConfig } from '../config.ts'
import { Problem } from '../domain/problem.ts'
import { contextOn } from '../store/context.ts'
import { robotViewer } from '../store/robot.ts'
import type { Command } from './command.ts'
import { openDatabaseOf } from './open-store.ts'
import { orderedId } from './ordered-id.ts'
import { readSecret } from './read-secret.ts'

export const command: Command = {
  name: 'user',
  purpose:
    'password: gives a person a new password, asked for or read from standard input, and ends all their sessions; a running service goes on.',
  words: 'password LOGIN',
  options: {},
  async run(given) {
    const [deed, login] = given.words
    if (deed !== 'password') throw new Problem('command.missing', { what: 'password' })
    if (login === undefined) throw new Problem('command.missing', { what: 'LOGIN' })
    // The password must not stand where everybody on the machine can read it.
    if (given.words.length > 2) throw new Problem('password.on-command-line')
    const database = await openDatabaseOf(await readConfig())
    try {
      const viewer = await robotViewer(database.db)
      const ctx = contextOn(database, { viewer, now: () => new Date().toISOString(), newId: orderedId })
      const password = await readSecret(`New password of ${login}: `)
      const sessionsEnded = await setPassword(ctx, { login, password })
      given.print({ login, sessionsEnded }, () => `${login} has a new password; sessions ended: ${sessionsEnded}`)
      return 0
    } finally {
      await database.close()
    }
  },
}
