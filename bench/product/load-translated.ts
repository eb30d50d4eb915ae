/** The same first load with every record put into our words beforehand: all of it but mapping and checking. */
import { join } from 'node:path'
import { packageRoot } from '../../bridge/cli/package-root.ts'
import { loadMappings } from '../../bridge/sync/mapping/load-mapping.ts'
import type { Mapping } from '../../bridge/sync/mapping/mapping.ts'
import { fromBase, type FromBase, type Translate } from '../../bridge/sync/mapping/translate.ts'
import type { Noun } from '../../bridge/domain/sync.ts'
import { pagesIn } from '../far-side/recording.ts'
import type { BridgeInput } from './bridge.ts'
import { run as load, type Loaded } from './load.ts'

const MAPPINGS = join(packageRoot(), 'mappings', 'bp30')

/** @param recording folder of the recording that the base is replayed from */
export async function run({ recording, ...input }: BridgeInput & { recording: string }): Promise<Loaded> {
  const known = translated(recording)
  // The kind of record is the mapping's own; the map cannot say so.
  const translate = ((mapping, foreign, lookups) =>
    known.get(foreign.key) ?? fromBase(mapping, foreign, lookups)) as Translate
  return load({ ...input, translate })
}

function translated(recording: string): Map<string, FromBase<Noun>> {
  const { mappings } = loadMappings(MAPPINGS)
  const byKind = new Map(Object.values(mappings).map((mapping): [string, Mapping] => [mapping.kind, mapping]))
  const known = new Map<string, FromBase<Noun>>()
  for (const { kind, rows } of pagesIn(recording)) {
    const mapping = byKind.get(kind)
    if (!mapping) continue
    for (const fields of rows) {
      const key = String(fields['Ref_Key']).toLowerCase()
      known.set(key, fromBase(mapping, { kind, key, version: '', gone: false, fields }))
    }
  }
  return known
}
