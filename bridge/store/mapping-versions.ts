/** Keeps the rules of each mapping version that was ever in use. */
import type { Noun } from '../domain/sync.ts'
import { insertIfFree } from './bulk.ts'
import type { Db } from './db.ts'

export interface MappingVersion {
  version: string
  file: string
  noun: Noun
  kind: string
  rules: unknown[]
  /** What is looked up in the base once, by name. */
  lookups: Record<string, unknown>
}

interface Known {
  version: string
  file: string
  lookups: string | null
}

/** Those that are known already stay as they are. */
export async function keepMappingVersions(db: Db, mappings: MappingVersion[], at: string): Promise<void> {
  const known: Known[] = await db('mapping_versions')
    .whereIn(
      'version',
      mappings.map(({ version }) => version),
    )
    .select('version', 'file', 'lookups')
  for (const mapping of mappings) {
    const { version, file, noun, kind } = mapping
    const before = known.find((one) => one.version === version && one.file === file)
    const lookups = JSON.stringify(mapping.lookups)
    if (!before) {
      const row = { version, file, noun, kind, lookups, rules: JSON.stringify(mapping.rules), first_seen_at: at }
      await insertIfFree(db, 'mapping_versions', row)
    } else if (before.lookups === null) {
      // An older Zveno has kept the rules alone; the version is a hash over the lookups too.
      await db('mapping_versions').where({ version, file }).update({ lookups })
    }
  }
}

/** The rules of one version; undefined = it was not kept. */
export async function keptMapping(
  db: Db,
  { version, noun }: Pick<MappingVersion, 'version' | 'noun'>,
): Promise<MappingVersion | undefined> {
  const row: (Known & { kind: string; rules: string }) | undefined = await db('mapping_versions')
    .where({ version, noun })
    .orderBy('id')
    .first()
  if (!row) return undefined
  const { file, kind } = row
  const lookups = JSON.parse(row.lookups ?? '{}') as Record<string, unknown>
  return { version, file, noun, kind, rules: JSON.parse(row.rules) as unknown[], lookups }
}
