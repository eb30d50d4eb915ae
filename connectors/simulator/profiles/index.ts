/**
 * Reads a configuration from `<name>.json` beside this file. Attributes are written there in words, one line each:
 * `text 250`, `text` (unlimited), `number 15,2`, `date`, `yes-no`, `guid`, `enum X`, `ref Catalog_X`,
 * `any of Catalog_X, Enum.Y, Edm.String`, `storage`.
 */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Field, FieldType, ObjectType, Profile, Section } from '../base/model.ts'

export const PROFILES = ['bp30'] as const
export type ProfileName = (typeof PROFILES)[number]

type Words = Record<string, string>

/** One object as the file spells it; which members are present depends on the class. */
interface WrittenObject {
  class: ObjectType['class']
  name: string
  code?: number
  number?: number
  nameLength?: number
  hierarchical?: boolean
  owner?: string[]
  periodic?: boolean
  register?: 'turnovers' | 'balance'
  recorders?: string[]
  value?: string
  content?: string[]
  fields?: Words
  dimensions?: Words
  resources?: Words
  sections?: Record<string, Words>
}

interface WrittenProfile {
  name: string
  title: string
  enums: Record<string, string[]>
  unavailableEnums: string[]
  objects: WrittenObject[]
}

const loaded = new Map<ProfileName, Profile>()

/** @throws {RangeError} when the file names a type that there is not */
export function loadProfile(name: ProfileName): Profile {
  const known = loaded.get(name)
  if (known) return known
  const written = JSON.parse(readFileSync(fileOf(name), 'utf8')) as WrittenProfile
  const profile = { ...written, objects: written.objects.map(readObject) }
  loaded.set(name, profile)
  return profile
}

/** Beside this module; the built service lies in `dist/bridge/parts/` while the data stay with the sources. */
function fileOf(name: ProfileName): string {
  const beside = fileURLToPath(new URL(`./${name}.json`, import.meta.url))
  if (existsSync(beside)) return beside
  return fileURLToPath(new URL(`../../../connectors/simulator/profiles/${name}.json`, import.meta.url))
}

function readObject(written: WrittenObject): ObjectType {
  const common = { name: written.name, fields: readFields(written.fields) }
  switch (written.class) {
    case 'Catalog':
      return {
        ...common,
        class: 'Catalog',
        codeLength: written.code ?? 0,
        nameLength: written.nameLength ?? 0,
        hierarchical: written.hierarchical ?? false,
        ...(written.owner && { owner: written.owner }),
        sections: readSections(written.sections),
      }
    case 'Document':
      return {
        ...common,
        class: 'Document',
        numberLength: written.number ?? 0,
        sections: readSections(written.sections),
      }
    case 'Constant':
      return { ...common, class: 'Constant', value: readType(written.value ?? '') }
    case 'ExchangePlan':
      return { ...common, class: 'ExchangePlan', content: written.content ?? [] }
    default:
      return readRegister(written, common)
  }
}

function readRegister(written: WrittenObject, common: { name: string; fields: Field[] }): ObjectType {
  const table = { ...common, dimensions: readFields(written.dimensions), resources: readFields(written.resources) }
  if (written.class === 'InformationRegister') {
    return { ...table, class: 'InformationRegister', periodic: written.periodic ?? false }
  }
  return {
    ...table,
    class: 'AccumulationRegister',
    register: written.register ?? 'turnovers',
    recorders: written.recorders ?? [],
  }
}

function readSections(sections: Record<string, Words> = {}): Section[] {
  return Object.entries(sections).map(([name, fields]) => ({ name, fields: readFields(fields) }))
}

function readFields(words: Words = {}): Field[] {
  return Object.entries(words).map(([name, text]) => ({ name, type: readType(text) }))
}

function readType(text: string): FieldType {
  const [word = '', ...rest] = text.split(' ')
  const tail = rest.join(' ')
  switch (word) {
    case 'text':
      return { is: 'text', length: Number(tail) }
    case 'number': {
      const [digits = '', fraction = '0'] = tail.split(',')
      return { is: 'number', digits: Number(digits), fraction: Number(fraction) }
    }
    case 'date':
    case 'yes-no':
    case 'guid':
    case 'storage':
      return { is: word }
    case 'enum':
      return { is: 'enum', of: tail }
    case 'ref':
      return { is: 'ref', to: tail }
    case 'any':
      return { is: 'composite', of: tail.replace(/^of /, '').split(', ') }
    default:
      throw new RangeError(`The profile names an unknown type "${text}"`)
  }
}
