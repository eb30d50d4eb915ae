/** Rebuilding the mirror as a run of its own; or only tried, and nothing stays of it. */
import { asRun, type Author } from './as-run.ts'
import { trying } from './holding.ts'
import { rebuildMirror, type Rebuilt } from './rebuild.ts'

/** @throws Problem `base.being-read` `journal.*`, and then nothing was changed */
export async function rebuildRun(by: Author): Promise<Rebuilt & { run: number }> {
  return asRun(by, { kind: 'rebuild' }, (db) => rebuildMirror(by.ports, by.base, db))
}

/** The same, and nothing stays of it. */
export function tryRebuild({ ports, base }: Omit<Author, 'author'>): Promise<Rebuilt> {
  return trying(ports, base, (db) => rebuildMirror(ports, base, db))
}
