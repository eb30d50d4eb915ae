/** The latest that a base has said of each record since a line of the journal. */
import type { Db } from '../../store/db.ts'
import { JUDGED, toldLines, type ToldLine } from '../../store/journal-told.ts'

/** In the order of the journal. @param from id of the first line that counts */
export async function latestLines(db: Db, base: number, from: number): Promise<ToldLine[]> {
  const found = new Map<string, ToldLine>()
  for await (const lines of toldLines(db, { base, outcomes: JUDGED, from }))
    for (const line of lines) {
      const name = `${line.noun}/${line.key}`
      // A record that is named again takes its place at the end.
      found.delete(name)
      found.set(name, line)
    }
  return [...found.values()]
}
