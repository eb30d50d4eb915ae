/** `cast` and `isof`: the documented way through composite values (section 3.2). */
import { isGuid } from '../address.ts'
import { refuse } from '../errors.ts'
import { asText, entityItem } from '../reading/items.ts'
import type { Profile } from '../../base/model.ts'
import type { Env, Kind, Meaning, Scope } from './meaning.ts'
import { kindOf, resolvePath } from './paths.ts'

/** Names of plain types in `cast` and `isof`, their kinds and the spelling of the type in `X_Type`. */
const PLAIN = new Map<string, { kind: Kind; edm: string }>([
  ['String', { kind: 'text', edm: 'Edm.String' }],
  ['Number', { kind: 'number', edm: 'Edm.Double' }],
  ['Boolean', { kind: 'yes-no', edm: 'Edm.Boolean' }],
  ['Date', { kind: 'date', edm: 'Edm.DateTime' }],
])

/** @param name plain type or set name without `StandardODATA.` */
export function compileCast(scope: Scope, of: Meaning, name: string): Meaning {
  const plain = PLAIN.get(name)
  if (plain) return { kind: plain.kind, read: (env) => convert(of, plain, env) }
  const type = typeName(scope, name)
  if (of.kind === 'composite') {
    const isOfType = (env: Env) => of.typeOf?.(env) === type
    return { kind: 'typed', read: (env) => (isOfType(env) ? of.read(env) : undefined), typeOf: () => type }
  }
  if (of.kind === 'storage' || of.kind === 'rows') throw refuse.incomparable()
  return { kind: 'typed', read: (env) => keyOf(of, env), typeOf: () => type }
}

/** Reads a property of the object that a composite refers to, when it is of the named type. */
export function compileBehind(scope: Scope, cast: Meaning, at: { name: string; steps: string[] }): Meaning {
  const { context } = scope
  const set = context.sets.get(at.name)
  if (!set || cast.kind !== 'typed') throw refuse.badSegment(at.steps[0] ?? '')
  const path = resolvePath(context, set, at.steps)
  const read = (env: Env) => {
    const entity = context.base.get(at.name, asText(cast.read(env)))
    return entity && path.read(entityItem(set, entity))
  }
  return { kind: kindOf(path.property), read }
}

export function compileIsOf(scope: Scope, of: Meaning, name: string): Meaning {
  const plain = PLAIN.get(name)
  if (of.kind === 'composite') {
    const type = plain?.edm ?? typeName(scope, name)
    return { kind: 'yes-no', read: (env) => of.typeOf?.(env) === type }
  }
  const type = plain ? '' : typeName(scope, name)
  return { kind: 'yes-no', read: (env) => (plain ? of.kind === plain.kind : of.typeOf?.(env) === type) }
}

function keyOf(of: Meaning, env: Env): string | undefined {
  const value = of.read(env)
  return typeof value === 'string' && isGuid(value) ? value.toLowerCase() : undefined
}

function convert(of: Meaning, to: { kind: Kind; edm: string }, env: Env): string | number | boolean | undefined {
  const value = of.read(env)
  if (value === undefined || Array.isArray(value)) return undefined
  if (of.kind === 'composite' && of.typeOf?.(env) !== to.edm) return undefined
  if (to.kind === 'text') return String(value)
  if (to.kind === 'number') return Number(value)
  if (to.kind === 'yes-no') return value === true || value === 'true'
  return String(value)
}

const knownTypes = new WeakMap<Profile, Set<string>>()

/** Only types that the configuration has somewhere. */
function typeName(scope: Scope, name: string): string {
  const { profile } = scope.context.base
  let known = knownTypes.get(profile)
  if (!known) knownTypes.set(profile, (known = namedTypes(scope)))
  if (!known.has(name)) throw refuse.badOption('$filter')
  return `StandardODATA.${name}`
}

function namedTypes({ context }: Scope): Set<string> {
  const names = new Set(context.sets.keys())
  for (const { properties, rowTypes } of context.sets.values()) {
    for (const { type } of [...properties, ...[...rowTypes.values()].flat()]) {
      if (type?.is === 'ref') names.add(type.to)
      if (type?.is === 'composite') for (const member of type.of) names.add(member.replace(/^Enum\./, ''))
    }
  }
  return names
}
