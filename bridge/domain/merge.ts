/** Merges what both sides made of one field since they last agreed: by the words of the mapping, or by asking a person. */

/** Who may edit a field: people in accounting alone, or both sides, ours or nobody's word being the better one. */
export type FieldOwner = 'base' | 'crm' | 'either'
/** Both sides changed a field, each differently: who wins? `latest` = the base when its edit is certainly the later one. */
export type OnConflict = 'base' | 'crm' | 'latest' | 'ask'

export interface FieldWord {
  owner: FieldOwner
  conflict: OnConflict
  /** Field of the base that keeps it: those of one are written together. */
  column?: string
}

/** Words of a mapping by field of ours. */
export type FieldWords = Record<string, FieldWord>

/** Why a person is asked about a field; `overrun` = a write of ours that came late has taken back what people in accounting typed. */
export type ConflictReason = 'edit.both-changed' | 'edit.same-poll' | 'edit.overrun'

/** A value that somebody of ours typed, until both sides say the same. Texts, '' = blank. */
export interface Edited {
  /** What both sides last said. */
  agreed: string
  /** What was last put into a request to the base; null = nothing yet. */
  asked: string | null
  ours: string
  /** UTC ISO text. */
  editedAt: string
  /** A person has been asked and has not answered. */
  inConflict: boolean
  /** The base would not take ours: it is not sent again before a person has decided. */
  isRefused: boolean
}

export interface Meeting {
  theirs: string
  word: FieldWord
  /** When the base was last read before this: what it says now was typed after that. null = never. */
  readBefore: string | null
  /** What was last asked for has not been answered and may still be carried out. */
  mayComeLate: boolean
}

export type Merged =
  /** Both sides say the same: `arrived` = because we wrote it, `same` = people typed the same. */
  | { do: 'settle'; outcome: 'arrived' | 'same' }
  /** They do, but something older of ours may still come over it. */
  | { do: 'wait' }
  /** The base says what both last agreed on: ours goes on its way. */
  | { do: 'send'; agreed: string }
  /** Both changed it and a word of the mapping decides. */
  | { do: 'take-theirs'; rule: 'base' | 'latest' }
  | { do: 'send-over-theirs'; rule: 'crm' }
  | { do: 'ask'; reason: ConflictReason }

export function mergeField(edit: Edited, { theirs, word, readBefore, mayComeLate }: Meeting): Merged {
  if (theirs === edit.ours) {
    if (edit.asked === edit.ours) return { do: 'settle', outcome: 'arrived' }
    return mayComeLate && !edit.inConflict ? { do: 'wait' } : { do: 'settle', outcome: 'same' }
  }
  // What we asked for has arrived, and somebody of ours has typed something newer since: that is no edit of theirs.
  const agreed = theirs === edit.asked ? theirs : edit.agreed
  if (theirs === agreed && !edit.isRefused) return { do: 'send', agreed }
  if (edit.inConflict) return { do: 'ask', reason: 'edit.both-changed' }
  return decided(word, readBefore !== null && edit.editedAt < readBefore)
}

/** @param theirsIsLater a reading of the base lies between our edit and theirs */
function decided({ conflict }: FieldWord, theirsIsLater: boolean): Merged {
  if (conflict === 'base') return { do: 'take-theirs', rule: 'base' }
  if (conflict === 'crm') return { do: 'send-over-theirs', rule: 'crm' }
  if (conflict === 'ask') return { do: 'ask', reason: 'edit.both-changed' }
  return theirsIsLater ? { do: 'take-theirs', rule: 'latest' } : { do: 'ask', reason: 'edit.same-poll' }
}

/** Answers to a conflict: keep ours, take theirs, or a third value. */
export type ConflictAnswer = 'ours' | 'theirs' | 'other'

/** Which fields of a record a write of some of them writes, too. @returns names of ours */
export function writtenWith(words: FieldWords, fields: string[]): string[] {
  const columns = new Set(fields.flatMap((field) => words[field]?.column ?? []))
  const beside = Object.entries(words).filter(([, { column }]) => column !== undefined && columns.has(column))
  return [...new Set([...fields, ...beside.map(([field]) => field)])]
}

export interface Advice {
  /** Why it is recommended: who keeps the field, or that what stands there now is our own doing. */
  advice: FieldOwner | 'overrun'
  decides: 'manager' | 'accountant'
  recommended: 'ours' | 'theirs'
}

/** Who must decide about a field, and what is recommended to them. */
export function adviceOn(owner: FieldOwner, reason: string): Advice {
  if (reason === ('edit.overrun' satisfies ConflictReason))
    return { advice: 'overrun', decides: 'accountant', recommended: 'ours' }
  return owner === 'crm'
    ? { advice: owner, decides: 'manager', recommended: 'ours' }
    : { advice: owner, decides: 'accountant', recommended: 'theirs' }
}
