/** `zveno serve`: the bridge alone, from `zveno.json` and the environment. */
import { readConfig } from '../config.ts'
import { listBases } from '../store/bases.ts'
import { assemble, type Bridge } from './assemble.ts'
import type { Command } from './command.ts'
import { sentenceOf } from './sentence.ts'
import { openLog } from './log.ts'
import { untilStopped } from './until-stopped.ts'
import { startWeb } from './web.ts'

export const command: Command = {
  name: 'serve',
  purpose: 'Runs the bridge: the CRM on the web and the exchange with every connected base.',
  options: {},
  async run(given) {
    const config = await readConfig()
    const bridge = await assemble(config, openLog(config.logLevel))
    const web = await startWeb(bridge).catch(async (error: unknown) => {
      await bridge.close()
      throw error
    })
    bridge.engine.start()
    const stopped = untilStopped()
    const warnings = await mappingWarnings(bridge)
    given.print({ url: web.url, warnings }, () => welcome(web.url, warnings))
    await stopped
    await web.close()
    await bridge.close()
    return 0
  },
}

interface Warning {
  base: string
  code: string
  message: string
}

/** The CRM goes on without a base whose mappings cannot be used, but whoever starts it is told at once. */
async function mappingWarnings({ database, mappings }: Bridge): Promise<Warning[]> {
  const warnings: Warning[] = []
  for (const { name, mapping, enabled } of await listBases(database.db)) {
    if (!enabled) continue
    try {
      await mappings(mapping)
    } catch (error) {
      const { code, sentence } = sentenceOf(error)
      warnings.push({ base: name, code, message: sentence })
    }
  }
  return warnings
}

function welcome(url: string, warnings: Warning[]): string {
  const told = warnings.map(({ base, message }) => `${base}: ${message}`)
  return [`Zveno: ${url}`, ...told, 'Stop with Ctrl+C.'].join('\n')
}
