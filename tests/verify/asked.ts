/** Which single case of a layer the command line asked for: `npm run verify -- schedules --seed 1 --case 4711`. */

const asked: { case: number | undefined } = { case: undefined }

export function askForCase(number: number | undefined): void {
  asked.case = number
}

/** undefined = as many cases as fit into the budget. */
export function askedCase(): number | undefined {
  return asked.case
}

/** The command that runs one case of a layer again, or all of it. */
export function replayOf(layer: string, seed: number, number?: number): string {
  const only = number === undefined ? '' : ` --case ${number}`
  return `npm run verify -- ${layer} --seed ${seed}${only}`
}
