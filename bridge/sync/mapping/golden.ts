/** Golden pairs: a record of ours and the same record of the base, run through a mapping both ways. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Fields } from '../../../connectors/connector.ts'
import { Problem } from '../../domain/problem.ts'
import type { Records } from '../../domain/received.ts'
import type { Noun } from '../../domain/sync.ts'
import { readMappingFile } from './mapping-file.ts'
import type { MappingOf, Mappings } from './mapping.ts'
import { fromBase, toBase } from './translate.ts'

/** What a file in `golden/` holds. Absent `out` = this pair is only read. */
export interface GoldenPair {
  /** The pair in one sentence. */
  title: string
  noun: Noun
  lookups?: Record<string, string>
  marker?: string
  /** What the base says. */
  theirs: Fields
  /** What it means to us, or the codes of what is wrong with it, e.g. `Товары[1].Сумма mapping.not-money`. */
  ours?: unknown
  issues?: string[]
  /** What leaves when `ours` is sent, or the code with which it is refused. */
  out?: Fields
  refused?: string
}

export interface GoldenDifference {
  /** `in` = reading, `out` = sending. */
  direction: 'in' | 'out'
  /** `lines.0.sumMinor`; '' = the whole. */
  path: string
  /** JSON text; '' = absent. */
  expected: string
  got: string
}

export interface GoldenResult {
  /** Name of the file. */
  file: string
  title: string
  noun: Noun
  differences: GoldenDifference[]
}

/** Runs every pair in the `golden` folder of a configuration. @throws MappingError when a file cannot be read */
export function runGolden(folder: string, mappings: Mappings): GoldenResult[] {
  if (!existsSync(join(folder, 'golden'))) return []
  const names = readdirSync(join(folder, 'golden')).filter((name) => name.endsWith('.json'))
  return names.sort().map((name) => {
    const pair = readMappingFile(join(folder, 'golden', name)).value as GoldenPair
    return { file: name, title: pair.title, noun: pair.noun, differences: comparePair(mappings[pair.noun], pair) }
  })
}

/** Differences in the order of the fields; none = the mapping keeps its promise. */
export function comparePair(mapping: MappingOf<Noun> | undefined, pair: GoldenPair): GoldenDifference[] {
  if (mapping === undefined) return [{ direction: 'in', path: '', expected: `a mapping for ${pair.noun}`, got: '' }]
  return [...compareIn(mapping, pair), ...compareOut(mapping, pair)]
}

/** `in  lines.0.sumMinor: expected 100, got 99`, one line per difference. */
export function goldenText({ file, title, differences }: GoldenResult): string {
  const lines = differences.map(
    ({ direction, path, expected, got }) =>
      `  ${direction.padEnd(3)} ${path || '(all)'}: expected ${expected || 'nothing'}, got ${got || 'nothing'}`,
  )
  return [`${differences.length === 0 ? 'good' : 'DIFFERS'} ${file} - ${title}`, ...lines].join('\n')
}

function compareIn(mapping: MappingOf<Noun>, pair: GoldenPair): GoldenDifference[] {
  const foreign = { kind: mapping.kind, key: '', version: '', gone: false, fields: pair.theirs }
  const { record, issues } = fromBase(mapping, foreign, pair.lookups)
  const said = issues.map(({ field, code }) => `${field} ${code}`)
  if (pair.issues !== undefined) return differencesOf('in', { expected: pair.issues, got: said })
  return differencesOf('in', { expected: pair.ours, got: record ?? said })
}

function compareOut(mapping: MappingOf<Noun>, pair: GoldenPair): GoldenDifference[] {
  if (pair.out === undefined && pair.refused === undefined) return []
  try {
    const given = { lookups: pair.lookups ?? {}, marker: pair.marker ?? '' }
    const fields = toBase(mapping, pair.ours as Partial<Records[Noun]>, given)
    return differencesOf('out', { expected: pair.out ?? `refused ${pair.refused}`, got: fields })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return differencesOf('out', { expected: pair.refused ?? pair.out, got: error.code })
  }
}

interface Twins {
  expected: unknown
  got: unknown
}

function differencesOf(direction: 'in' | 'out', { expected, got }: Twins, path = ''): GoldenDifference[] {
  if (!isBranch(expected) || !isBranch(got)) {
    const [wanted, given] = [textOf(expected), textOf(got)]
    return wanted === given ? [] : [{ direction, path, expected: wanted, got: given }]
  }
  const names = new Set([...Object.keys(expected), ...Object.keys(got)])
  return [...names].flatMap((name) =>
    differencesOf(direction, { expected: expected[name], got: got[name] }, path === '' ? name : `${path}.${name}`),
  )
}

function isBranch(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function textOf(value: unknown): string {
  return value === undefined ? '' : JSON.stringify(value)
}
