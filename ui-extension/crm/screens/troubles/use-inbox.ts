/** Answers to conflicts: one or several at once, the text that is being typed instead, and which one is on its way. */
import { useState } from 'react'
import type { Conflict } from '../../../../bridge/http/contract.ts'
import { useTell } from '../../ask.ts'

export interface ToAnswer {
  /** Conflict whose answer is on its way, '' = none. */
  busy: string
  /** Conflict for which a third text is being typed, '' = none. */
  typing: string
  setTyping: (id: string) => void
  answer: (conflicts: Conflict[], answer: 'ours' | 'theirs' | 'other', value?: string) => void
}

export function useInbox(): ToAnswer {
  const [typing, setTyping] = useState('')
  const tell = useTell('POST /api/conflicts/answer', { done: () => setTyping('') })
  const answer: ToAnswer['answer'] = (conflicts, chosen, value) => {
    // A key that is pressed twice answers once; another question need not wait until this answer has arrived.
    const onTheWay = tell.isPending ? tell.variables.body.conflicts : []
    if (conflicts.some(({ id }) => onTheWay.some((sent) => sent.id === id))) return
    const seen = conflicts.map(({ id, version }) => ({ id, version }))
    tell.mutate({ body: { conflicts: seen, answer: chosen, ...(value !== undefined && { value }) } })
  }
  return { busy: tell.isPending ? (tell.variables.body.conflicts[0]?.id ?? '') : '', typing, setTyping, answer }
}
