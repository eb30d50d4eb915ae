/** The manifest of a backup as it comes back from a file: looked at before anybody believes it. */
import type { Manifest } from './file.ts'

/** @returns null for anything but a manifest */
export function parseManifest(line: string): Manifest | null {
  let read: unknown
  try {
    read = JSON.parse(line)
  } catch {
    return null
  }
  return isManifest(read) ? read : null
}

function isManifest(read: unknown): read is Manifest {
  if (!isObject(read)) return false
  const { zveno, at, installation, migrations, database, audit, rows } = read
  const texts = [zveno, at, installation].every((text) => typeof text === 'string')
  const named = Array.isArray(migrations) && migrations.every((name) => typeof name === 'string')
  const sized = isObject(database) && isCount(database['bytes']) && typeof database['sha256'] === 'string'
  const chained = isObject(audit) && isCount(audit['lines']) && typeof audit['head'] === 'string'
  return texts && named && sized && chained && isObject(rows) && Object.values(rows).every(isCount)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0
}
