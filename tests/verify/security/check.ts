/** One item of the security list: what must not be possible, and the try to do it. */

export interface Item {
  /** What must hold, in a few words. */
  name: string
  /** Tries it; answers what is wrong, or null. */
  run(): Promise<string | null>
  /** A figure for the report, after the run. */
  figure?(): number | string
}

/** Null when it holds. */
export function unless(holds: boolean, wrong: string): string | null {
  return holds ? null : wrong
}

/** The first thing that is wrong. */
export async function firstOf(tries: (() => Promise<string | null>)[]): Promise<string | null> {
  for (const attempt of tries) {
    const said = await attempt()
    if (said !== null) return said
  }
  return null
}
