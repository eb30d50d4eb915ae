/** What every write needs at hand, and the shape of the server-side logic of one object. */
import type { Base } from '../base/base.ts'
import type { Draft } from './draft.ts'
import type { Entity, RegisterRecord } from '../base/model.ts'
import type { Settings } from '../settings.ts'

export interface Books {
  base: Base
  settings: Settings
  rules: Rules
  /** New `Ref_Key`. */
  newId: () => string
  /** `set/key` -> name of the user whose form holds the object. */
  locks: Map<string, string>
}

/** A line that a posted document writes into a register; recorder and line number are added by the posting. */
export interface Movement {
  register: string
  record: RegisterRecord
}

/** Server-side logic of one object: what the handlers of the configuration do around a write and a posting. */
export interface ObjectRules {
  /** Completes or recomputes the draft; may refuse by throwing. Skipped in load mode. */
  beforeWrite?: (books: Books, draft: Draft) => void
  afterWrite?: (books: Books, written: Entity) => void
  /** Reasons why the document cannot be posted, in the words of the base; none = it can. */
  objections?: (books: Books, document: Entity) => string[]
  movements?: (books: Books, document: Entity) => Movement[]
  afterPosting?: (books: Books, document: Entity) => void
}

/** Logic by set name. */
export type Rules = Record<string, ObjectRules>
