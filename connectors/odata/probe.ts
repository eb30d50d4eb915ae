/** Finds out once what a base can do and how it is set up. Writes nothing without consent. */
import type { CheckLine } from '../connector.ts'
import { Misfit, Refused } from '../errors.ts'
import type { Base } from './ask.ts'
import type { ODataCatalogue } from './catalogue.ts'
import { query } from './literals.ts'
import { discoverNode } from './plan.ts'
import { tryWriting } from './probe-writing.ts'
import type { Dialect } from './profile.ts'
import { count } from './read.ts'
import { telltalesOf } from './recognise.ts'
import { FORMAT } from './records.ts'

export interface Probe {
  base: Base
  catalogue: ODataCatalogue
  dialect: Dialect
  /** One record may be created; it is marked for deletion and used again next time. */
  consent: boolean
  signal?: AbortSignal
}

/**
 * Answers the dialect as far as it is known now, and one line per finding:
 * `configuration` `transport` `response` `clock` `rights` `count` `products` `vat` `sessions` `changes`, and with consent
 * `client-key` `comment` `if-match`.
 */
export async function probe(task: Probe): Promise<{ dialect: Dialect; lines: CheckLine[] }> {
  const { base, catalogue } = task
  const lines = [configuration(catalogue), transport(base.wire.root), products(catalogue), vat(catalogue)]
  lines.push(...(await answering(task)), ...(await rights(task)), await counting(task), sessions(base))
  const node = await discoverNode(base, catalogue, task.signal)
  lines.push({ code: 'changes', status: node ? 'good' : 'warning', facts: { by: node ? 'plan' : 'window', ...node } })
  const dialect: Dialect = {
    ...task.dialect,
    sessionsIgnored: base.wire.sessions.ignored,
    ...(node ? { plan: node } : {}),
  }
  if (!task.consent) return { dialect, lines }
  const written = await tryWriting({ ...task, dialect })
  return { dialect: written.dialect, lines: [...lines, ...written.lines] }
}

function configuration({ configuration: name, kinds, fingerprint }: ODataCatalogue): CheckLine {
  return {
    code: 'configuration',
    status: name === 'unknown' ? 'warning' : 'good',
    facts: { configuration: name, kinds: kinds.size, fingerprint },
  }
}

/** Without encryption the password travels readable. */
function transport(root: string): CheckLine {
  const encrypted = root.startsWith('https:')
  return { code: 'transport', status: encrypted ? 'good' : 'warning', facts: { encrypted } }
}

/** Newer releases hold the product of a row as a value of several types (observed). */
function products({ kinds }: ODataCatalogue): CheckLine {
  const columns = [...kinds.values()].flatMap(({ fields }) => fields.flatMap(({ rows }) => rows ?? []))
  const composite = columns.some(({ name, composite: several }) => name === 'Номенклатура' && several === true)
  return { code: 'products', status: 'good', facts: { composite } }
}

/** VAT rates are an enumeration or a catalogue, and which rates there are changes by law. */
function vat({ kinds, enums }: ODataCatalogue): CheckLine {
  const members = enums.get('СтавкиНДС')
  if (members) return { code: 'vat', status: 'good', facts: { form: 'list', members } }
  const catalogue = kinds.has('Catalog_СтавкиНДС')
  return { code: 'vat', status: catalogue ? 'good' : 'unknown', facts: { form: catalogue ? 'catalogue' : 'unknown' } }
}

const SLOW_MS = 3_000
const SKEW_NOTICED_MS = 60_000
const SKEW_TOO_LARGE_MS = 300_000

/** Time of a light call and the clock of the server, by its `Date` header (whole seconds). */
async function answering({ base, catalogue, signal }: Probe): Promise<CheckLine[]> {
  const [kind = ''] = [...catalogue.kinds.keys()].filter((name) => name.startsWith('Catalog_'))
  const path = `/${encodeURIComponent(kind)}${query({ $format: FORMAT, $top: '1', $select: 'Ref_Key' })}`
  const { headers, facts } = await base.answer({ path, kind, ...(signal && { signal }) })
  const tookMs = facts.tookMs ?? 0
  const skewMs = Date.parse(headers.date ?? '') - base.options.now()
  const server = { server: headers.server ?? '', protocol: String(headers['dataserviceversion'] ?? '') }
  const response: CheckLine = {
    code: 'response',
    status: tookMs > SLOW_MS ? 'warning' : 'good',
    facts: { tookMs, ...server },
  }
  if (!Number.isFinite(skewMs)) return [response, { code: 'clock', status: 'unknown', facts: {} }]
  const skew = Math.abs(skewMs)
  const status = skew > SKEW_TOO_LARGE_MS ? 'bad' : skew > SKEW_NOTICED_MS ? 'warning' : 'good'
  return [response, { code: 'clock', status, facts: { skewMs } }]
}

/** Reads one record of each kind that the configuration cannot do without. */
async function rights({ base, catalogue, signal }: Probe): Promise<CheckLine[]> {
  const lines: CheckLine[] = []
  for (const kind of telltalesOf(catalogue.configuration)) {
    if (!catalogue.kinds.has(kind)) {
      lines.push({ code: 'rights', status: 'bad', facts: { kind, reason: 'base.not-exposed' } })
      continue
    }
    const path = `/${encodeURIComponent(kind)}${query({ $format: FORMAT, $top: '1' })}`
    const reason = await base.get({ path, kind, ...(signal && { signal }) }).then(() => null, refusalIn)
    lines.push({ code: 'rights', status: reason === null ? 'good' : 'bad', facts: { kind, ...(reason && { reason }) } })
  }
  return lines
}

function refusalIn(error: unknown): string {
  const telling = error instanceof Refused || (error instanceof Misfit && error.reason === 'base.rights')
  if (!telling) throw error
  return error.reason
}

async function counting({ base, catalogue, signal }: Probe): Promise<CheckLine> {
  const [kind] = [...catalogue.kinds.values()].filter(({ name }) => name.startsWith('Catalog_'))
  const available = kind !== undefined && (await count({ base, kind, signal })) !== undefined
  return { code: 'count', status: available ? 'good' : 'warning', facts: { available } }
}

/** By now several reads have asked for a session. */
function sessions(base: Base): CheckLine {
  const honoured = base.wire.sessions.open().length > 0
  return { code: 'sessions', status: honoured ? 'good' : 'warning', facts: { honoured } }
}
