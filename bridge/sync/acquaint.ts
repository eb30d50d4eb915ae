/** The first look at a base: what it publishes, whether the mappings fit, what it can do. Nothing is written to it. */
import type { CheckLine, Connector, Fields } from '../../connectors/connector.ts'
import { Misfit } from '../../connectors/errors.ts'
import type { Noun } from '../domain/sync.ts'
import { saveProfile } from '../store/bases.ts'
import { checkMapping, type Finding } from './mapping/check-mapping.ts'
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
    mappings: checked,
  }
}

/** What makes the exchange impossible: a mapping needs what the base does not publish. */
export function errorsOf({ mappings }: Survey): Finding[] {
  return mappings.flatMap(({ findings }) => findings.filter(({ severity }) => severity === 'error'))
}

/**
 * Looks at a base before the first exchange of this process and keeps what was seen for the integrator's page.
 * @throws Misfit `mapping.misfit` when the base lacks what the mappings cannot do without
 */
export async function acquaint({ connector, mappings, ports, base }: Partner, signal: AbortSignal): Promise<void> {
  const seen = await survey(connector, mappings, { signal })
  const { fingerprint } = seen
  await saveProfile(ports.database.db, base.rowId, { profile: { ...seen, at: ports.now() }, fingerprint })
  ports.publish({ what: 'base', id: base.id })
  const [broken] = errorsOf(seen)
  if (broken)
    throw new Misfit('mapping.misfit', `${broken.file} ${broken.rule}: ${broken.code} ${JSON.stringify(broken.facts)}`)
}
