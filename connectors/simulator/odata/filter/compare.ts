/** Comparisons of a filter: what may be compared with what, and the trap of composite references (section 3.2). */
import type { Settings } from '../../settings.ts'
import { refuse } from '../errors.ts'
import { asText } from '../reading/items.ts'
import type { Value } from '../reading/items.ts'
import type { Env, Meaning } from './meaning.ts'
import type { Comparison } from './tree.ts'

type Test = (left: Value, right: Value) => boolean

/** @throws {ODataError} 500 code -1 for values that cannot be compared (observed) */
export function compileComparison(
  operator: Comparison,
  sides: { left: Meaning; right: Meaning },
  settings: Settings,
): Meaning {
  const { left, right } = sides
  if (left.unlimited || right.unlimited) throw refuse.incomparable()
  if (left.kind === 'composite' || right.kind === 'composite') return compareComposite(operator, sides, settings)
  if (isReference(left) && isReference(right)) return compareSame(equality(operator), sides)
  if (left.kind !== right.kind) throw refuse.incomparable()
  switch (left.kind) {
    case 'text':
      return compareSame(ordering(operator, settings.textCase === 'ignore' ? lowerCase : asIs), sides)
    case 'number':
    case 'date':
      return compareSame(ordering(operator, asIs), sides)
    case 'yes-no':
      return compareSame(equality(operator), sides)
    default:
      throw refuse.incomparable()
  }
}

function isReference({ kind }: Meaning): boolean {
  return kind === 'reference' || kind === 'typed'
}

/** A value that is missing (behind a reference that leads nowhere) matches nothing. */
function compareSame(test: Test, { left, right }: { left: Meaning; right: Meaning }): Meaning {
  return { kind: 'yes-no', read: (env) => tested(test, left.read(env), right.read(env)) }
}

function tested(test: Test, left: Value, right: Value): boolean {
  return left !== undefined && right !== undefined && test(left, right)
}

function compareComposite(operator: Comparison, sides: { left: Meaning; right: Meaning }, settings: Settings): Meaning {
  const [composite, other] = sides.left.kind === 'composite' ? [sides.left, sides.right] : [sides.right, sides.left]
  const test = equality(operator)
  if (other.kind === 'reference') return bareGuid(settings)
  if (other.kind === 'typed' || other.kind === 'composite') return sameTyped(operator, composite, other)
  if (other.kind === 'storage' || other.kind === 'rows') throw refuse.incomparable()
  const isPlain = (env: Env) => !/^StandardODATA\.[A-Za-z]+_/.test(composite.typeOf?.(env) ?? '')
  return { kind: 'yes-no', read: (env) => isPlain(env) && tested(test, composite.read(env), other.read(env)) }
}

/** Live bases fail, the documentation promises an empty answer. */
function bareGuid(settings: Settings): Meaning {
  if (settings.compositeEq === 'error') throw refuse.incomparable()
  return { kind: 'yes-no', read: () => false }
}

function sameTyped(operator: Comparison, left: Meaning, right: Meaning): Meaning {
  const wanted = operator === 'eq'
  if (operator !== 'eq' && operator !== 'ne') throw refuse.incomparable()
  const same = (env: Env) => left.read(env) === right.read(env) && left.typeOf?.(env) === right.typeOf?.(env)
  return { kind: 'yes-no', read: (env) => same(env) === wanted }
}

/** References and yes-no values have no order (observed for references). */
function equality(operator: Comparison): Test {
  if (operator === 'eq') return (left, right) => left === right
  if (operator === 'ne') return (left, right) => left !== right
  throw refuse.incomparable()
}

function ordering(operator: Comparison, fold: (value: Value) => string | number): Test {
  switch (operator) {
    case 'eq':
      return (left, right) => fold(left) === fold(right)
    case 'ne':
      return (left, right) => fold(left) !== fold(right)
    case 'gt':
      return (left, right) => fold(left) > fold(right)
    case 'ge':
      return (left, right) => fold(left) >= fold(right)
    case 'lt':
      return (left, right) => fold(left) < fold(right)
    default:
      return (left, right) => fold(left) <= fold(right)
  }
}

function lowerCase(value: Value): string {
  return asText(value).toLowerCase()
}

function asIs(value: Value): string | number {
  return typeof value === 'number' ? value : asText(value)
}
