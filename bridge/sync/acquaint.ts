/** The first look at a base: what it publishes, whether the mappings fit, what it can do. Nothing is written to it. */
import { Misfit } from '../../connectors/errors.ts'
import { saveProfile } from '../store/bases.ts'
import { checkMapping } from './check-mapping.ts'
import type { Partner } from './partner.ts'

/** @throws Misfit `mapping.misfit` when the base lacks what the mappings cannot do without */
export async function acquaint(partner: Partner, signal: AbortSignal): Promise<void> {
  const { connector, ports, base } = partner
  const catalogue = await connector.describe(signal)
  const mappings = Object.values(partner.mappings).map((mapping) => {
    const check = checkMapping(mapping, catalogue)
    return { noun: mapping.noun, version: mapping.version, ...check }
  })
  const probed = await connector.probe(false, signal)
  const profile = {
    dialect: probed.profile,
    checks: probed.lines,
    mappings,
    configuration: catalogue.configuration,
    at: ports.now(),
  }
  await saveProfile(ports.database.db, base.rowId, profile, catalogue.fingerprint)
  ports.publish({ what: 'base', id: base.id })
  const broken = mappings.flatMap(({ findings }) => findings).find(({ severity }) => severity === 'error')
  if (broken) throw new Misfit('mapping.misfit', `${broken.code}: ${JSON.stringify(broken.facts)}`)
}
