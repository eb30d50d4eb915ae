/** `zveno panel on|off NAME`: gives a base the key by which its programs ask for the accountant's panel, or takes it away. */
import { givePanelKey, takePanelKey } from '../actions/panel-key.ts'
import { readConfig } from '../config.ts'
import { Problem } from '../domain/problem.ts'
import { contextOn } from '../store/context.ts'
import { robotViewer } from '../store/robot.ts'
import type { Command } from './command.ts'
import { openStore } from './open-store.ts'
import { orderedId } from './ordered-id.ts'
import { oneOf } from './simulate.ts'

export const command: Command = {
  name: 'panel',
  purpose:
    'on: gives a base a new key for the panel in its documents and shows it this once; the former key stops. off: closes the panel.',
  words: 'on|off NAME-OF-BASE',
  options: {},
  async run(given) {
    const [word, name] = given.words
    if (word === undefined) throw new Problem('command.missing', { what: 'on|off' })
    if (name === undefined) throw new Problem('command.missing', { what: 'NAME-OF-BASE' })
    const turn = oneOf('panel', word, ['on', 'off'] as const)
    const { database, vault } = await openStore(await readConfig())
    try {
      const viewer = await robotViewer(database.db)
      const ctx = contextOn(database, { viewer, now: () => new Date().toISOString(), newId: orderedId })
      if (turn === 'off') {
        await takePanelKey(ctx, name)
        given.print({ base: name, panel: 'off' }, () => `The panel of ${name} is off.`)
      } else {
        const key = await givePanelKey(ctx, name, vault)
        given.print({ base: name, panel: 'on', key }, () => `Key of the panel of ${name}, shown only now:\n${key}`)
      }
      return 0
    } finally {
      await database.close()
    }
  },
}
