/** `zveno serve`: the bridge alone, from `zveno.json` and the environment. */
import { readConfig } from '../config.ts'
import { assemble } from './assemble.ts'
import type { Command } from './command.ts'
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
    given.print({ url: web.url }, () => `Zveno: ${web.url}\nStop with Ctrl+C.`)
    await stopped
    await web.close()
    await bridge.close()
    return 0
  },
}
