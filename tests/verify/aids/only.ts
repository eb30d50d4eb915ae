/** The one case that a replay asks for: `VERIFY_CASE=feeds:7029 npm run verify -- fuzz --seed 1`. */

export interface Only {
  what: string
  at: number
}

export function onlyCase(env: NodeJS.ProcessEnv = process.env): Only | null {
  const found = /^([\w-]+):(-?\d+)$/.exec(env['VERIFY_CASE'] ?? '')
  return found ? { what: found[1] ?? '', at: Number(found[2]) } : null
}

/** @param only absent = the whole layer again */
export function replayOf(layer: string, seed: number, only?: Only): string {
  const env = only === undefined ? '' : `VERIFY_CASE=${only.what}:${only.at} `
  return `${env}npm run verify -- ${layer} --seed ${seed}`
}
