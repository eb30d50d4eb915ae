/** The dialect profile: what was found out about one base, kept by the engine and handed back when the connection is opened. */
import type { Abilities, Fields } from '../connector.ts'
import { isObject } from './json.ts'
import type { PlanNode } from './options.ts'

export interface Dialect {
  clientKey: Abilities['clientKey']
  /** Longest comment that came back whole, characters; 0 = not tried. */
  commentLength: number
  /** The publication takes no notice of `IBSession`. */
  sessionsIgnored: boolean
  /** `If-Match` with a stale version is refused. */
  ifMatch: 'honoured' | 'ignored' | 'unproven'
  /** When writing was last tried, UTC ISO text. */
  provenAt?: string
  /** Record made by an earlier probe, used again instead of making another. */
  probeRecord?: string
  plan?: PlanNode
}

/** A profile as stored, with silence where it says nothing or something else than expected. */
export function dialectOf(stored: Fields | undefined): Dialect {
  const { clientKey, commentLength, sessionsIgnored, ifMatch, probeRecord, plan, provenAt } = stored ?? {}
  return {
    clientKey: clientKey === 'proven' || clientKey === 'refused' ? clientKey : 'unproven',
    commentLength: typeof commentLength === 'number' ? commentLength : 0,
    sessionsIgnored: sessionsIgnored === true,
    ifMatch: ifMatch === 'honoured' || ifMatch === 'ignored' ? ifMatch : 'unproven',
    ...(typeof provenAt === 'string' ? { provenAt } : {}),
    ...(typeof probeRecord === 'string' ? { probeRecord } : {}),
    ...nodeIn(plan),
  }
}

function nodeIn(plan: unknown): { plan?: PlanNode } {
  if (!isObject(plan)) return {}
  const { set, nodeKey } = plan
  return typeof set === 'string' && typeof nodeKey === 'string' ? { plan: { set, nodeKey } } : {}
}
