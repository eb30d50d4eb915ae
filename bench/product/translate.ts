/** Mapping alone: every record of a recording through the rules of its mapping, with the checks and the hash that follow. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Foreign } from '../../connectors/connector.ts'
import { loadMappings } from '../../bridge/sync/mapping/load-mapping.ts'
import type { Mapping } from '../../bridge/sync/mapping/mapping.ts'
import { fromBase } from '../../bridge/sync/mapping/translate.ts'
import { pagesIn } from '../far-side/recording.ts'
import { measured, type Measured } from '../measured.ts'

const MAPPINGS = join(import.meta.dirname, '..', '..', 'mappings', 'bp30')

export async function run({ folder }: { folder: string }): Promise<Measured & { records: number }> {
  const { mappings } = loadMappings(MAPPINGS)
  const byKind = new Map(Object.values(mappings).map((mapping): [string, Mapping] => [mapping.kind, mapping]))
  const items = pagesIn(folder).flatMap(({ kind, rows }) => {
    const mapping = byKind.get(kind)
    return mapping ? rows.map((fields) => ({ mapping, foreign: foreignOf(kind, fields) })) : []
  })
  let records = 0
  const took = await measured(() => {
    for (const { mapping, foreign } of items) {
      const { record } = fromBase(mapping, foreign)
      createHash('sha1').update(JSON.stringify(record)).digest('base64')
      if (record) records++
    }
    return Promise.resolve()
  })
  return { ...took, records }
}

function foreignOf(kind: string, fields: Record<string, unknown>): Foreign {
  return { kind, key: String(fields['Ref_Key']), version: String(fields['DataVersion']), gone: false, fields }
}
