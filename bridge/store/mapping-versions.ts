/** Keeps the rules of each mapping version that was ever in use. */
import type { Noun } from '../domain/sync.ts'
import type { Db } from './db.ts'
import { insertIfFree } from './dialect.ts'

export interface MappingVersion {
  version: string
  file: string
  noun: Noun
  kind: string
  rules: unknown[]
}

/** Those that are known already stay as they are. */
export async function keepMappingVersions(db: Db, mappings: MappingVersion[], at: string): Promise<void> {
  const known: { version: string; file: string }[] = await db('mapping_versions')
    .whereIn(
      'version',
      mappings.map(({ version }) => version),
    )
    .select('version', 'file')
  for (const { version, file, noun, kind, rules } of mappings) {
    if (known.some((one) => one.version === version && one.file === file)) continue
    const row = { version, file, noun, kind, rules: JSON.stringify(rules), first_seen_at: at }
    await insertIfFree(db, 'mapping_versions', row)
  }
}
