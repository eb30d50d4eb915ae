/** The first look at a base: what it publishes, whether the mappings fit, what it can do. Nothing is written to it. */
import type { CheckLine, Connector, Fields } from '../../connectors/connector.ts'
import { Misfit } from '../../connectors/errors.ts'
import type { FieldWords } from '../domain/merge.ts'
import type { Noun } from '../domain/sync.ts'
import { saveProfile, type Base } from '../store/bases.ts'
import type { Db } from '../store/db.ts'
import { keepMappingVersions } from '../store/mapping-versions.ts'
import { checkMapping, type Finding } from './mapping/check-mapping.ts'
import { fieldWords } from './mapping/field-words.ts'
import type { Mappings } from './mapping/mapping.ts'
import type { Partner } from './partner.ts'

export interface Survey {
  /** Recognised configuration, e.g. `bp30`. */
  configuration: string
  fingerprint: string
  /** Published kinds. */
  kinds: number
  /** Dialect as the connector answered it; given back to it at the next start. */
  dialect: Fields
  checks: CheckLine[]
  /** What the mappings say about each field of ours, by noun. */
  fieldWords: Partial<Record<Noun, FieldWords>>
  /** Per mapping: `coverage` = fields of its rules that the base publishes, whole per cent. */
  mappings: { noun: Noun; version: string; rules: number; coverage: number; findings: Finding[] }[]
}

/** @param consent allows one record to be created and marked for deletion, to prove what writing does */
export async function survey(
  connector: Connector,
  mappings: Mappings,
  { consent = false, signal }: { consent?: boolean; signal?: AbortSignal } = {},
): Promise<Survey> {
  const catalogue = await connector.describe(signal)
  const checked = Object.values(mappings).map((mapping) => {
    const { noun, version, rules } = mapping
    return { noun, version, rules: rules.length, ...checkMapping(mapping, catalogue) }
  })
  const probed = await connector.probe(consent, signal)
  const { configuration, fingerprint, kinds } = catalogue
  return {
    configuration,
    fingerprint,
    kinds: kinds.size,
    dialect: probed.profile,
    checks: probed.lines,
    fieldWords: Object.fromEntries(Object.values(mappings).map((mapping) => [mapping.noun, fieldWords(mapping)])),
    mappings: checked,
  }
}

/**
 * What makes the exchange impossible: a whole kind is missing (somebody ticks it in the base), or a rule names what the base has not
 * (somebody corrects the rule). null = the mappings fit.
 */
export function misfitOf({ mappings }: Survey): Misfit | null {
  const errors = mappings.flatMap(({ findings }) => findings.filter(({ severity }) => severity === 'error'))
  const absent = errors.filter(({ code }) => code.endsWith('kind-absent')).map(({ facts }) => String(facts['kind']))
  if (absent.length > 0) {
    const kind = [...new Set(absent)].join(', ')
    return new Misfit('base.not-exposed', `the base does not publish ${kind}`, { kind })
  }
  const [first] = errors
  if (!first) return null
  return new Misfit('mapping.misfit', `${first.file} ${first.rule}: ${first.code} ${JSON.stringify(first.facts)}`)
}

/**
 * Looks at a base before the first exchange of this process and keeps what was seen for the integrator's page.
 * @throws Misfit `base.not-exposed` `mapping.misfit` when the base lacks what the mappings cannot do without
 */
export async function acquaint({ connector, mappings, ports, base }: Partner, signal: AbortSignal): Promise<void> {
  const seen = await survey(connector, mappings, { signal })
  await keepSurvey(ports.database.db, base.rowId, { seen, at: ports.now() })
  await keepMappingVersions(ports.database.db, Object.values(mappings), ports.now())
  ports.publish({ what: 'base', id: base.id })
  const misfit = misfitOf(seen)
  if (misfit) throw misfit
}

/** What was seen of a base, for the integrator's page and for the next door. */
export async function keepSurvey(db: Db, base: number, { seen, at }: { seen: Survey; at: string }): Promise<void> {
  await saveProfile(db, base, { profile: { ...seen, at }, fingerprint: seen.fingerprint })
}

/** When writing to the base was last tried with consent, '' = never: another answer needs another door. */
export function provenAt({ dialect }: Base['profile']): string {
  const at = (dialect as Fields | undefined)?.['provenAt']
  return typeof at === 'string' ? at : ''
}
