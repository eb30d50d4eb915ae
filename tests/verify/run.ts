/** `npm run verify -- [layer ...] [--json] [--minutes N] [--seed S] [--case K]`: the promised proofs, one page. */
import { parseArgs } from 'node:util'
import { askForCase } from './asked.ts'
import { isLayerName, LAYER_NAMES, loadLayers } from './layers.ts'
import { hasPassed, pageOf, verify, WHOLE_MINUTES } from './report.ts'

const DEFAULT_SEED = 1
const MOST_MINUTES = 24 * 60

const OPTIONS = {
  json: { type: 'boolean', default: false },
  minutes: { type: 'string', default: String(WHOLE_MINUTES) },
  seed: { type: 'string', default: String(DEFAULT_SEED) },
  case: { type: 'string' },
} as const

process.exitCode = await main(process.argv.slice(2)).catch((error: Error) => complain(error.message))

async function main(args: string[]): Promise<number> {
  const { values, positionals: names } = parseArgs({ args, allowPositionals: true, options: OPTIONS })
  const unknown = names.filter((name) => !isLayerName(name))
  if (unknown.length > 0) return complain(`there is no layer ${unknown.join(', ')}; layers: ${LAYER_NAMES.join(' ')}`)
  const minutes = Number(values.minutes)
  if (!(minutes > 0 && minutes <= MOST_MINUTES)) return complain(`--minutes takes more than 0, at most ${MOST_MINUTES}`)
  if (values.case !== undefined && names.length !== 1) return complain('--case belongs to one layer: name it')
  const seed = wholeNumber('seed', values.seed)
  askForCase(values.case)
  const chosen = await loadLayers(names.length === 0 ? LAYER_NAMES : names.filter(isLayerName))
  const oneCase = values.case !== undefined
  const progress = (text: string) => process.stderr.write(`${text}\n`)
  const report = await verify(chosen, { seed, minutes, oneCase, progress })
  process.stdout.write(`${values.json ? JSON.stringify(report, null, 2) : pageOf(report)}\n`)
  return hasPassed(report) ? 0 : 1
}

/** @throws Error in words when it is none */
function wholeNumber(option: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new Error(`--${option} takes a whole number, not "${text}"`)
}

function complain(sentence: string): number {
  process.stderr.write(`verify: ${sentence}\n`)
  return 2
}
