/** Keeps the lines while they are typed, and saves them in the background one answer after another. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import type { DealCard } from '../../../../bridge/http/contract.ts'
import { askKey, useTell } from '../../ask.ts'
import { checkLines, emptyLine, isOvertaken, sameLines, toDrafts, type DraftLine } from '../../lib/draft-lines.ts'
import { randomKey } from '../../lib/random-key.ts'
import { useWords } from '../../parts/use-words.ts'
import { focusLine } from './line-field.ts'

export type SaveState = 'saved' | 'saving' | 'wrong' | 'failed' | 'overtaken'

type Ready = DealCard['lines']

/** A pause in typing after which the lines are saved. */
const SAVE_AFTER_MS = 700
/** A pause after a failed save; typing on does not hurry it. */
const SAVE_AGAIN_AFTER_MS = 5000

export function useLines(card: DealCard, tellUnsaved: (unsaved: boolean) => void) {
  const mark = useWords().language === 'ru' ? ',' : '.'
  const [drafts, keepDrafts] = useState<DraftLine[] | null>(null)
  /** What typing began with, and what was sent since. */
  const [known, setKnown] = useState<Ready[]>([])
  const setDrafts = (next: DraftLine[]) => {
    if (drafts === null) setKnown([card.lines])
    keepDrafts(next)
  }
  const shown = useMemo(() => drafts ?? withOne(toDrafts(card.lines, mark)), [drafts, card.lines, mark])
  const checked = useMemo(() => checkLines(shown), [shown])
  const unsaved = drafts !== null && (checked.ready === null || !sameLines(checked.ready, card.lines))
  const overtaken = unsaved && isOvertaken(known, card.lines)
  const failed = useSave(card, unsaved && !overtaken ? checked.ready : null, (sent) =>
    setKnown((before) => [...before.slice(-MOST_KNOWN), sent]),
  )
  useEffect(() => tellUnsaved(unsaved), [unsaved, tellUnsaved])
  const state = stateOf({ unsaved, overtaken, wrong: checked.ready === null, failed })
  return {
    drafts: shown,
    checked,
    state,
    takeTheirs: () => keepDrafts(null),
    keepMine: () => setKnown([card.lines]),
    change: (key: string, next: Partial<DraftLine>) =>
      setDrafts(shown.map((draft) => (draft.key === key ? { ...draft, ...next } : draft))),
    remove: (key: string) => setDrafts(withOne(shown.filter((draft) => draft.key !== key))),
    addAfter: (place: number) => {
      setDrafts([...shown.slice(0, place + 1), emptyLine(randomKey()), ...shown.slice(place + 1)])
      focusLine(Math.min(place + 1, shown.length))
    },
  }
}

/** Of what was sent only the latest can still come back. */
const MOST_KNOWN = 20

interface Facts {
  unsaved: boolean
  overtaken: boolean
  wrong: boolean
  failed: boolean
}

function stateOf({ unsaved, overtaken, wrong, failed }: Facts): SaveState {
  if (!unsaved) return 'saved'
  if (overtaken) return 'overtaken'
  if (wrong) return 'wrong'
  return failed ? 'failed' : 'saving'
}

function withOne(drafts: DraftLine[]): DraftLine[] {
  return drafts.length === 0 ? [emptyLine(randomKey())] : drafts
}

/** @returns whether the last try failed; it is tried again as long as there is something unsaved. */
function useSave(
  card: DealCard,
  ready: ReturnType<typeof checkLines>['ready'],
  tellSent: (lines: Ready) => void,
): boolean {
  const cache = useQueryClient()
  const { id, version } = card.deal
  const tell = useTell('PUT /api/deals/:id/lines', {
    done: (saved) => {
      tellSent(saved.lines)
      cache.setQueryData(askKey('GET /api/deals/:id', { params: { id } }), saved)
    },
  })
  const { isPending, isError, mutate } = tell
  const wanted = ready === null ? null : JSON.stringify(ready)
  useEffect(() => {
    if (wanted === null || isPending) return undefined
    const timer = setTimeout(
      () => mutate({ params: { id }, body: { version, lines: JSON.parse(wanted) as NonNullable<typeof ready> } }),
      isError ? SAVE_AGAIN_AFTER_MS : SAVE_AFTER_MS,
    )
    return () => clearTimeout(timer)
  }, [wanted, isPending, isError, mutate, id, version])
  return isError
}
