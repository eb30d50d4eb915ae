/** `zveno sync`: rounds of exchange without the web; `--once --json` prints what was seen and what became of it. */
import { readConfig } from '../config.ts'
import type { RoundReport } from '../sync/engine.ts'
import { assemble } from './assemble.ts'
import type { Command } from './command.ts'
import { openLog } from './log.ts'
import { untilStopped } from './until-stopped.ts'

export const command: Command = {
  name: 'sync',
  purpose: 'Exchanges with every connected base: endless rounds, or one.',
  options: {
    once: { type: 'boolean', help: 'one round, then end' },
  },
  async run(given) {
    const config = await readConfig()
    const bridge = await assemble(config, openLog(given.json ? 'silent' : config.logLevel))
    try {
      if (given.flag('once')) {
        given.progress('one round of exchange')
        const reports = await bridge.engine.once()
        given.print({ bases: reports }, () => reports.map(reportText).join('\n') || 'No base is connected.')
        return reports.every(({ received }) => received !== null) ? 0 : 1
      }
      bridge.engine.start()
      given.progress('exchanging; stop with Ctrl+C')
      await untilStopped()
      return 0
    } finally {
      await bridge.close()
    }
  },
}

function reportText({ base, sent, received, reason }: RoundReport): string {
  if (received === null) return `${base}: not read (${reason})`
  const lines = Object.entries(received).map(([noun, { seen, applied, skipped, conflict, pending }]) =>
    [
      `  ${noun.padEnd(14)}`,
      `seen ${seen}`,
      `applied ${applied}`,
      `skipped ${skipped}`,
      `conflict ${conflict}`,
      `pending ${pending}`,
    ].join('  '),
  )
  return [`${base}: sent ${sent}`, ...lines].join('\n')
}
