/** What the lists and forms of all documents have in common. */
import type { Entity } from '../base/model.ts'
import { text } from './look.ts'
import type { WebRequest } from './request.ts'
import { showMoment } from './typed.ts'

/** Order of document lists. */
export function newestFirst(left: Entity, right: Entity): number {
  return text(right.fields['Date']).localeCompare(text(left.fields['Date']))
}

/** Number and date of a document for its title, or the word for a new one. */
export function documentTitle(request: WebRequest, word: string, entity: Entity | undefined): string {
  if (!entity) return `${word} (${request.say('newRecord')})`
  return `${word} ${text(entity.fields['Number'])} · ${showMoment(text(entity.fields['Date']))}`
}
