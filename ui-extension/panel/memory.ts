/** What was shown last of a record, for as long as the tab lives: it is shown again when the bridge is away. */
import type { PanelContext } from '../../bridge/http/contract/panel-answers.ts'

const PREFIX = 'zveno-panel:'
/** The oldest goes when one more record would exceed this. */
const MOST_RECORDS = 20
const OLDEST_MS = 12 * 3_600_000

/** @param about the record and who looks at it: nobody is shown what somebody else has seen */
export function remember(about: string, context: PanelContext): void {
  try {
    sessionStorage.setItem(PREFIX + about, JSON.stringify(context))
    const kept = keys().map((key) => ({ key, at: read(key)?.at ?? '' }))
    kept.sort((one, other) => (one.at < other.at ? 1 : -1))
    for (const { key } of kept.slice(MOST_RECORDS)) sessionStorage.removeItem(key)
  } catch (error) {
    // A browser without room, or one that keeps nothing for pages inside others: then there is nothing to show later.
    void error
  }
}

export function recall(about: string, now: Date): PanelContext | null {
  try {
    const known = read(PREFIX + about)
    return known && now.getTime() - Date.parse(known.at) < OLDEST_MS ? known : null
  } catch {
    return null
  }
}

function keys(): string[] {
  return Object.keys(sessionStorage).filter((key) => key.indexOf(PREFIX) === 0)
}

function read(key: string): PanelContext | null {
  return JSON.parse(sessionStorage.getItem(key) || 'null') as PanelContext | null
}
