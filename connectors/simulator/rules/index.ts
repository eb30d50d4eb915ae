/** Server-side logic by configuration; a configuration without an entry only stores what it is sent. */
import type { Rules } from '../ledger/books.ts'
import type { Profile } from '../base/model.ts'
import { bp30 } from './bp30.ts'

const RULES: Record<string, Rules> = { bp30 }

export function rulesOf(profile: Profile): Rules {
  return RULES[profile.name] ?? {}
}
