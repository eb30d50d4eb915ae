/** Rules of an integrator who has meant well: names of counterparties come from the full name, which his base keeps in capitals. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const MAPPINGS = join(import.meta.dirname, '..', '..', 'mappings')

export interface OtherRules {
  /** Folder of the configuration. */
  folder: string
  clear(): void
}

/** @param files by name, what each changes in the file of `bp30` */
export function otherRules(files: Record<string, object>): OtherRules {
  const place = mkdtempSync(join(tmpdir(), 'zveno-rules-'))
  cpSync(MAPPINGS, place, { recursive: true })
  const folder = join(place, 'mine')
  mkdirSync(folder)
  const configuration = { title: 'Mine', configuration: 'bp30', extends: 'bp30', telltale: [] }
  write(folder, 'configuration', configuration)
  for (const [name, change] of Object.entries(files))
    write(folder, name, { extends: `../bp30/${name}.json`, ...change })
  return { folder, clear: () => rmSync(place, { recursive: true, force: true }) }
}

export const inCapitals = () => otherRules({ counterparty: { change: [{ id: 'name', theirs: 'НаименованиеПолное' }] } })

function write(folder: string, name: string, content: object): void {
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(content))
}
