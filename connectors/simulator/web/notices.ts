/** Sentences above a page: deeds that were done (told by the address after a redirect) and refusals of the base. */
import type { Entity } from '../base/model.ts'
import type { Notice, WebRequest } from './request.ts'
import { showMoment } from './typed.ts'
import type { WordKey } from './words/say.ts'

const DONE: Record<string, WordKey> = {
  saved: 'saved',
  posted: 'postedNow',
  unposted: 'unpostedNow',
  marked: 'markedNow',
  unmarked: 'unmarkedNow',
}

export function doneNotice(request: WebRequest): Notice | null {
  const key = DONE[request.exchange.query.get('done') ?? '']
  if (!key) return null
  const wrongTaxId = request.exchange.query.get('careful') === 'tax-id'
  const lines = wrongTaxId ? [request.say('taxIdWrong')] : []
  return { tone: wrongTaxId ? 'careful' : 'done', title: request.say(key), lines }
}

/** What the base said, line by line, as it said it. */
export function refusedNotice(request: WebRequest, message: string): Notice {
  return { tone: 'refused', title: request.say('refused'), lines: message.split('\n').filter(Boolean) }
}

/** Somebody else wrote the record after its form was opened: nothing may be overwritten blindly. `[]` = nobody did. */
export function changedMeanwhile(request: WebRequest, entity: Entity | undefined, seen: string): string[] {
  if (!entity || String(entity.version) === seen) return []
  const last = request.context.ledger.history.of(entity.set, entity.key).at(-1)
  const who = last?.by || request.say('unknownAuthor')
  return [request.say('changedMeanwhile', { who, when: last ? showMoment(last.at) : '' })]
}
