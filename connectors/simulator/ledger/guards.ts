/** What keeps anybody from touching an object: a form that holds it, a period that is closed. */
import type { Books } from './books.ts'
import type { Draft } from './draft.ts'
import { refuse } from '../odata/errors.ts'
import { presentationOf, russianDay } from '../base/presentation.ts'

/** @param by user who writes; his own form does not hinder him */
export function assertUnlocked(books: Books, at: { set: string; key: string }, by = ''): void {
  const holder = books.locks.get(`${at.set}/${at.key.toLowerCase()}`)
  if (holder === undefined || holder === by) return
  const entity = books.base.get(at.set, at.key)
  const what = entity ? presentationOf(entity) : at.set
  throw refuse.business(
    `Ошибка блокировки объекта "${what}". Объект уже заблокирован: открыт для изменения пользователем ${holder}.`,
  )
}

/** Documents dated on or before `closedUntil` cannot be written, posted, unposted or removed. */
export function assertOpenPeriod(books: Books, draft: Draft): void {
  const { closedUntil } = books.settings
  if (closedUntil === '' || !draft.set.startsWith('Document_')) return
  if (String(draft.fields['Date'] ?? '').slice(0, 10) > closedUntil) return
  throw refuse.business(
    `Изменение документа "${presentationOf(draft)}" невозможно: период закрыт, дата запрета изменения данных ${russianDay(closedUntil)}.`,
  )
}
