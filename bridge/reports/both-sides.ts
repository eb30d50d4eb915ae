/** Our words and the base's words about one record, field by field in one spelling, and where they differ. */
import { legalFormSaid } from '../domain/legal-form.ts'
import { milliText, minorText, parseMilli, parseMinor } from '../domain/money.ts'
import { normaliseTaxNumber } from '../domain/tax-number.ts'
import type { SideField } from './as-of-answers.ts'
import { rawOf, type Rule } from './why-fields.ts'

type Fields = Record<string, unknown>

/** What we hold, in the words of the mapping; a link as the key that the base gives it. */
export type Ours = Record<string, string | number | boolean | Ours[]>

export interface Sides {
  /** null = nothing is known of our side. */
  ours: Ours | null
  /** null = the base had told nothing. */
  said: Fields | null
  /** Empty when it had told nothing. */
  rules: Rule[]
  /** Names of what is linked, by key of the base. */
  names: Map<string, string>
}

/** Lines of a document that are compared one by one. */
const MOST_ROWS = 100

export function bothSides({ ours, said, rules, names }: Sides): SideField[] {
  const told = said !== null && said['gone'] !== true
  const reading = rules.filter(isRead)
  const known = new Set(reading.map((rule) => rule.ours))
  const own = Object.keys(ours ?? {}).filter((field) => !known.has(field))
  return [
    ...reading
      .filter(({ as }) => as !== 'rows')
      .map((rule) => sideOf(rule, { ours, said: told ? said : null, names, row: 0 })),
    ...own.flatMap((field) => ownSide(field, { ours, names, row: 0 })),
    ...reading
      .filter(({ as }) => as === 'rows')
      .flatMap((rule) => rowsOf(rule, { ours, said: told ? said : null, names, row: 0 })),
  ]
}

interface Place {
  ours: Ours | null
  said: Fields | null
  names: Map<string, string>
  row: number
}

/** Rules that only send, and fields for which the base has nothing, tell us nothing. */
function isRead({ ours, theirs, direction }: Rule): boolean {
  return ours !== undefined && theirs !== undefined && direction !== 'out' && !PASSED_OVER.has(ours)
}

/** Folders of the base are not kept at all. */
const PASSED_OVER = new Set(['isGroup'])

function rowsOf({ ours: field = '', theirs = '', rules = [] }: Rule, { ours, said, names }: Place): SideField[] {
  const own = listOf<Ours>(ours?.[field])
  const told = said === null ? null : listOf<Fields>(said[theirs])
  const count = Math.min(Math.max(own.length, told?.length ?? 0), MOST_ROWS)
  return Array.from({ length: count }, (_, at) =>
    rules.filter(isRead).map((rule) => {
      // A line that one side lacks differs in everything that the other says.
      const line = { ours: own[at] ?? (ours === null ? null : {}), said: told && (told[at] ?? {}), names, row: at + 1 }
      return sideOf(rule, line)
    }),
  ).flat()
}

function listOf<T>(value: unknown): T[] {
  return Array.isArray(value) ? (value as T[]) : []
}

function sideOf(rule: Rule, { ours, said, names, row }: Place): SideField {
  const { ours: field = '', as } = rule
  const kind = KINDS[as] ?? 'text'
  const own = ours === null ? null : spelled(ours[field], kind)
  const theirs = said === null ? null : said[rule.theirs ?? ''] === undefined ? '' : theirWord(rule, said)
  const differs = own !== null && theirs !== null && own.trim() !== theirs.trim()
  const shown = (word: string | null) => (word === null ? null : as === 'link' ? (names.get(word) ?? word) : word)
  return { field, row, kind, ours: shown(own), theirs: shown(theirs), differs }
}

const KINDS: Record<string, SideField['kind']> = {
  money: 'money',
  quantity: 'quantity',
  date: 'date',
  'yes-no': 'yes-no',
}

/** What only we keep, e.g. how much is paid. */
function ownSide(field: string, { ours, names }: Pick<Place, 'ours' | 'names' | 'row'>): SideField[] {
  const value = ours?.[field]
  if (value === undefined || Array.isArray(value)) return []
  const kind = field.endsWith('Minor') ? 'money' : typeof value === 'boolean' ? 'yes-no' : 'text'
  const own = spelled(value, kind)
  return [{ field, row: 0, kind, ours: names.get(own) ?? own, theirs: null, differs: false }]
}

function spelled(value: Ours[string] | undefined, kind: SideField['kind']): string {
  if (value === undefined) return ''
  if (kind === 'money') return minorText(Number(value))
  if (kind === 'quantity') return milliText(Number(value))
  return Array.isArray(value) ? '' : String(value)
}

const BLANK_LINK = '00000000-0000-0000-0000-000000000000'
const BLANK_DATE = '0001-01-01'

/** As the exchange reads it; what cannot be read stays as the base spells it. */
function theirWord(rule: Rule, said: Fields): string {
  const raw = rawOf({ ...rule, with: [] }, said) ?? ''
  const value = said[rule.theirs ?? '']
  switch (rule.as) {
    case 'money':
      return written(parseMinor(value ?? 0), minorText) ?? raw
    case 'quantity':
      return written(parseMilli(value ?? 0), milliText) ?? raw
    case 'date':
      return raw.startsWith(BLANK_DATE) ? '' : raw.replace(/T\d\d:\d\d:\d\d(\.\d+)?$/, '')
    case 'link':
      return raw === BLANK_LINK ? '' : raw.toLowerCase()
    case 'list':
      return String(rule.values?.find(({ theirs }) => theirs === value)?.ours ?? rule.otherIs ?? raw)
    case 'conversion':
      return converted(rule, said) ?? raw
    default:
      return raw
  }
}

function written(number: number | null, write: (value: number) => string): string | undefined {
  return number === null ? undefined : write(number)
}

function converted({ by, theirs = '', with: further = [], words }: Rule, said: Fields): string | undefined {
  if (by === 'tax-number' && typeof said[theirs] === 'string') return normaliseTaxNumber(said[theirs])
  if (by !== 'legal-form') return undefined
  return legalFormSaid([said[theirs], ...further.map((field) => said[field])], words)
}
