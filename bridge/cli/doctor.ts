/** `zveno doctor`: looks at every connected base and says what is wrong and what would mend it. */
import type { Connector } from '../../connectors/connector.ts'
import { readConfig } from '../config.ts'
import { listBases } from '../store/bases.ts'
import { keepSurvey, survey, type Survey } from '../sync/acquaint.ts'
import { assemble, type Bridge } from './assemble.ts'
import type { Base } from '../store/bases.ts'
import type { Command } from './command.ts'
import { openLog } from './log.ts'
import { sentenceOf } from './sentence.ts'
import { surveyText, whyUnsound } from './survey-text.ts'

interface Diagnosis {
  base: string
  sound: boolean
  survey: Survey | null
  /** Why it could not be looked at, or why the exchange cannot work. */
  error: { code: string; sentence: string } | null
}

export const command: Command = {
  name: 'doctor',
  purpose: 'Checks every connected base: reachability, rights, mappings, clock, limits.',
  options: {
    consent: { type: 'boolean', help: 'allow one probe record to be created in each base and marked for deletion' },
  },
  async run(given) {
    const config = await readConfig()
    const bridge = await assemble(config, openLog('silent'))
    try {
      const bases = await listBases(bridge.database.db)
      const found: Diagnosis[] = []
      for (const base of bases) found.push(await diagnose(bridge, base, given.flag('consent')))
      given.print(
        { database: bridge.database.dialect, bases: found },
        () => found.map(diagnosisText).join('\n\n') || NO_BASE,
      )
      return found.every(({ sound }) => sound) ? 0 : 1
    } finally {
      await bridge.close()
    }
  },
}

const NO_BASE = 'No base is connected yet: zveno connect URL --user NAME --save NAME'

async function diagnose(bridge: Bridge, base: Base, consent: boolean): Promise<Diagnosis> {
  let connector: Connector | undefined
  try {
    connector = await bridge.open(base)
    const seen = await survey(connector, await bridge.mappings(base.mapping), { consent })
    // What was proven by writing is what the engine goes by from now on.
    if (consent) await keepSurvey(bridge.database.db, base.rowId, { seen, at: bridge.now() })
    const unsound = whyUnsound(seen)
    return { base: base.name, sound: unsound === null, survey: seen, error: unsound && sentenceOf(unsound) }
  } catch (error) {
    return { base: base.name, sound: false, survey: null, error: sentenceOf(error) }
  } finally {
    await connector?.close()
  }
}

function diagnosisText({ base, survey: seen, error }: Diagnosis): string {
  return [`${base}:`, seen && surveyText(seen), error?.sentence].filter(Boolean).join(' ')
}
