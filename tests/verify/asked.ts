/**
 * Which single case of a layer the command line asked for: `npm run verify -- schedules --seed 1 --case 4711`, and where a layer has
 * cases of several kinds, `npm run verify -- fuzz --seed 1 --case feeds:7029`.
 */

export interface Only {
  /** Kind of case within the layer; '' where there is one kind. */
  what: string
  at: number
}

const asked: { only: Only | null } = { only: null }

/** @param text as it stands on the command line; undefined = all cases. @throws Error in words when it is no case */
export function askForCase(text: string | undefined): void {
  const [, what = '', at] = /^(?:([\w-]+):)?(-?\d{1,9})$/.exec(text ?? '') ?? []
  if (text !== undefined && at === undefined) throw new Error(`--case takes a number, or kind:number, not "${text}"`)
  asked.only = at === undefined ? null : { what, at: Number(at) }
}

/** null = as many cases as fit into the budget. */
export function onlyCase(): Only | null {
  return asked.only
}

/** The same for layers with one kind of case. */
export function askedCase(): number | undefined {
  return asked.only?.at
}

/** The command that runs one case of a layer again, or all of it. */
export function replayOf(layer: string, seed: number, only?: number | Only): string {
  const { what, at } = typeof only === 'object' ? only : { what: '', at: only }
  const words = at === undefined ? '' : ` --case ${what === '' ? '' : `${what}:`}${at}`
  return `npm run verify -- ${layer} --seed ${seed}${words}`
}
