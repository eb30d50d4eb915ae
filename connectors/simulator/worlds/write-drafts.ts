/** Writes the drafts of a world through the ledger, in order: create, post, mark. */
import type { Ledger } from '../ledger/ledger.ts'
import type { Draft, DraftRow } from './draft.ts'

/** @throws {ODataError} the first draft that the accounting rules refuse */
export function writeDrafts(ledger: Ledger, drafts: readonly Draft[]): void {
  for (const draft of drafts) writeDraft(ledger, draft)
}

function writeDraft(ledger: Ledger, draft: Draft): void {
  const by = { by: draft.author }
  const body = { ...draft.fields, ...numbered(draft.rows) }
  if (draft.set.startsWith('Constant_')) ledger.change(draft.set, draft.key, body, by)
  else ledger.create(draft.set, { Ref_Key: draft.key, ...body }, by)
  if (draft.posted) ledger.post(draft.set, draft.key, by)
  if (draft.marked) ledger.change(draft.set, draft.key, { DeletionMark: true }, by)
  ledger.history.backdate(draft.set, draft.key, draft.writtenAt)
}

function numbered(sections: Record<string, DraftRow[]>): Record<string, DraftRow[]> {
  const entries = Object.entries(sections).map(([name, rows]): [string, DraftRow[]] => [
    name,
    rows.map((row, at) => ({ LineNumber: String(at + 1), ...row })),
  ])
  return Object.fromEntries(entries)
}
