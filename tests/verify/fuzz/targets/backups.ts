/** The manifest of a backup: a line of a file that anybody may hand to an administrator. */
import { parseManifest } from '../../../../bridge/cli/backup/manifest.ts'
import { hold, type Target } from '../target.ts'

const MANIFEST = JSON.stringify({
  zveno: '0.1.0',
  at: '2026-11-24T08:00:00.000Z',
  installation: '0000000d-2e00-11ef-8a00-000000000001',
  migrations: ['001-first', '006-installation'],
  database: { bytes: 1_048_576, sha256: 'a1b2' },
  audit: { lines: 3, head: 'c3d4', brokenAt: null },
  rows: { invoices: 13, bases: 1 },
})

const manifests: Target = {
  name: 'manifests',
  corpus: [MANIFEST],
  words: ['"bytes":', '"rows":{', '"__proto__":', '-1', '1e999', '1.5', 'null', '[]', '"audit":[]', '"constructor":{}'],
  run(input) {
    const manifest = parseManifest(input)
    if (manifest === null) return
    const { zveno, migrations, database, rows } = manifest
    hold(typeof zveno === 'string' && migrations.every((name) => typeof name === 'string'), 'a manifest without texts')
    const counts = [database.bytes, ...Object.values(rows)]
    hold(
      counts.every((count) => Number.isSafeInteger(count) && count >= 0),
      'a size that is none',
    )
  },
  allowed: () => false,
}

export const backupTargets: Target[] = [manifests]
