/** The one-line health of a base: which sentence says it and how alarming it is. */
import type { BaseLine } from '../../../bridge/http/contract.ts'

export type HealthTone = 'good' | 'warn' | 'bad' | 'calm'

export function healthTone(state: BaseLine['health']['state']): HealthTone {
  if (state === 'working') return 'good'
  if (state === 'never-seen') return 'calm'
  return state === 'busy' ? 'warn' : 'bad'
}

/** Key under `health.`; a moment of the next try that is known makes the sentence longer by a countdown. */
export function hasNextTry({ state, nextTryAt }: BaseLine['health']): boolean {
  return nextTryAt !== null && (state === 'unreachable' || state === 'busy' || state === 'resting')
}
