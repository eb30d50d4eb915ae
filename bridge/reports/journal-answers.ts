/** Shapes of what is answered about runs and the journal. Times are UTC ISO text. */
import type { Facts } from '../domain/problem.ts'
import type { Noun, Run, RunCounts, RunKind } from '../domain/sync.ts'

export interface RunLine {
  id: string
  /** As people name it: "run 58". */
  number: number
  baseId: string
  baseName: string
  kind: RunKind
  /** '' = the clock. */
  author: string
  startedAt: string
  finishedAt: string | null
  outcome: Run['outcome']
  /** Key of the reason why it failed, '' otherwise. */
  reason: string
  /** Of a roll-back: applied = reversed, skipped = kept, conflict = failed. */
  counts: Record<string, RunCounts>
  /** The run that it rolls back, or from which on it reads the journal by other rules. */
  ofRun: { id: string; number: number } | null
  /** Mappings by which its lines were read. */
  mappings: { noun: Noun; file: string; version: string }[]
}

export interface RunList {
  items: RunLine[]
  /** Give it back as `after`; null = that was all. */
  next: string | null
}

export interface RunPage extends RunLine {
  lines: JournalLine[]
  next: string | null
  /** Runs that roll this one back, newest first. */
  rolledBackBy: { id: string; number: number; outcome: Run['outcome'] }[]
  may: string[]
}

export interface JournalLine {
  id: number
  at: string
  noun: Noun
  key: string
  /** Name or number of our row; '' = we hold nothing of it. */
  label: string
  version: string
  outcome: string
  /** Key of the reason in words. */
  reason: string
  mappingVersion: string
  /** What was said, as JSON text, its beginning. */
  said: string
}

export interface RollbackPreview {
  reversed: number
  kept: number
  failed: number
  /** Everything that is not reversed, then some of what is. */
  items: Foretold[]
  /** Changes that are counted and not listed. */
  more: number
}

export interface Foretold {
  noun: Noun
  key: string
  label: string
  fate: 'reversed' | 'kept' | 'failed'
  /** Key of the reason in words, '' for what is reversed. */
  reason: string
  /** Who has changed it since, and when, where that is known. */
  facts: Facts
}
