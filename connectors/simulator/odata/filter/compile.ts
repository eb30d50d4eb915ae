/** Gives a parsed filter its meaning over a set: names are looked up, kinds are checked, what remains is quick to read. */
import { isGuid } from '../address.ts'
import { refuse } from '../errors.ts'
import { asText, rowItem } from '../reading/items.ts'
import type { Item, Value } from '../reading/items.ts'
import type { EntitySet } from '../metadata/sets.ts'
import { compileBehind, compileCast, compileIsOf } from './casts.ts'
import { compileComparison } from './compare.ts'
import { compileCall } from './functions.ts'
import type { Env, Meaning, Scope } from './meaning.ts'
import { kindOf, resolvePath } from './paths.ts'
import type { Path } from './paths.ts'
import type { Arithmetic, Tree } from './tree.ts'

type Of<Is extends Tree['is']> = Extract<Tree, { is: Is }>

/** @throws {ODataError} for unknown names, unsupported functions and values that cannot be compared */
export function compile(tree: Tree, scope: Scope): Meaning {
  switch (tree.is) {
    case 'literal':
      return compileLiteral(tree)
    case 'path':
      return compilePath(tree.steps, scope)
    case 'compare': {
      const sides = { left: compile(tree.left, scope), right: compile(tree.right, scope) }
      return compileComparison(tree.operator, sides, scope.context.settings)
    }
    case 'compute':
      return compileArithmetic(tree.operator, compile(tree.left, scope), compile(tree.right, scope))
    case 'logic':
      return compileLogic(tree.operator, compile(tree.left, scope), compile(tree.right, scope))
    case 'not': {
      const of = yesNo(compile(tree.of, scope))
      return { kind: 'yes-no', read: (env) => of.read(env) !== true }
    }
    case 'minus':
      return compileArithmetic('sub', { kind: 'number', read: () => 0 }, compile(tree.of, scope))
    case 'call':
      return compileFunction(tree, scope)
    case 'behind': {
      const name = tree.cast.is === 'call' ? typeArgument(tree.cast.args) : ''
      return compileBehind(scope, compile(tree.cast, scope), { name, steps: tree.steps })
    }
    default:
      return compileLambda(tree, scope)
  }
}

function compileLiteral({ type, value }: Of<'literal'>): Meaning {
  if (type === 'guid' && !isGuid(String(value))) throw refuse.badLiteral(String(value), 'Edm.Guid')
  if (type === 'date' && !isMoment(String(value))) throw refuse.badOption('$filter')
  const stored = type === 'guid' ? String(value).toLowerCase() : value
  return { kind: type === 'guid' ? 'reference' : type, read: () => stored }
}

function isMoment(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}Z`))
}

function compilePath(steps: string[], scope: Scope): Meaning {
  const [first = '', ...rest] = steps
  const rowSet = scope.variables.get(first)
  if (rowSet && rest.length > 0) {
    return pathMeaning(resolvePath(scope.context, rowSet, rest), (env) => env.rows[first])
  }
  return pathMeaning(resolvePath(scope.context, scope.set, steps), (env) => env.item)
}

function pathMeaning(path: Path, start: (env: Env) => Item | undefined): Meaning {
  const { property } = path
  const kind = kindOf(property)
  const value = (env: Env): Value => {
    const item = start(env)
    return item && path.read(item)
  }
  const read = property.edm === 'Edm.Int64' ? (env: Env) => numberOf(value(env)) : value
  return {
    kind,
    read,
    ...(property.type?.is === 'text' && property.type.length === 0 && { unlimited: true }),
    ...(property.name.endsWith('_Type') && !property.type && { isTypeName: true }),
    ...typeReader(path, start),
  }
}

function typeReader({ property, reach }: Path, start: (env: Env) => Item | undefined): Pick<Meaning, 'typeOf'> {
  const { type, name } = property
  if (type?.is === 'ref') return { typeOf: () => `StandardODATA.${type.to}` }
  if (type?.is !== 'composite') return {}
  const typeOf = (env: Env) => {
    const item = start(env)
    return asText((item && reach(item))?.value(`${name}_Type`))
  }
  return { typeOf }
}

function numberOf(value: Value): number | undefined {
  return value === undefined ? undefined : Number(value)
}

function compileLogic(operator: 'and' | 'or', left: Meaning, right: Meaning): Meaning {
  const [a, b] = [yesNo(left).read, yesNo(right).read]
  if (operator === 'and') return { kind: 'yes-no', read: (env) => a(env) === true && b(env) === true }
  return { kind: 'yes-no', read: (env) => a(env) === true || b(env) === true }
}

export function yesNo(meaning: Meaning): Meaning {
  if (meaning.kind !== 'yes-no') throw refuse.badOption('$filter')
  return meaning
}

const ARITHMETIC: Record<Arithmetic, (left: number, right: number) => number> = {
  add: (left, right) => left + right,
  sub: (left, right) => left - right,
  mul: (left, right) => left * right,
  div: (left, right) => left / right,
}

function compileArithmetic(operator: Arithmetic, left: Meaning, right: Meaning): Meaning {
  if (left.kind !== 'number' || right.kind !== 'number') throw refuse.incomparable()
  const compute = ARITHMETIC[operator]
  const read = (env: Env) => {
    const [a, b] = [left.read(env), right.read(env)]
    return a === undefined || b === undefined ? undefined : compute(Number(a), Number(b))
  }
  return { kind: 'number', read }
}

function compileFunction({ name, args }: Of<'call'>, scope: Scope): Meaning {
  const [first] = args
  if (name !== 'cast' && name !== 'isof') {
    const meanings = args.map((arg) => compile(arg, scope))
    return compileCall(name, meanings, scope.context.settings.textCase === 'ignore')
  }
  if (!first) throw refuse.badCall(name)
  const of = compile(first, scope)
  return name === 'cast' ? compileCast(scope, of, typeArgument(args)) : compileIsOf(scope, of, typeArgument(args))
}

function typeArgument(args: Tree[]): string {
  const [, type] = args
  if (args.length !== 2 || type?.is !== 'literal' || type.type !== 'text') throw refuse.badCall('cast')
  return String(type.value)
}

/** Rows of a section, or of a record set through `RecordSet`. */
function compileLambda(tree: Of<'lambda'>, scope: Scope): Meaning {
  const path = resolvePath(scope.context, scope.set, tree.path)
  const rowSet = rowSetOf(scope, path)
  const rows = (env: Env) => {
    const value = path.read(env.item)
    return Array.isArray(value) ? value : []
  }
  const { body, variable, kind } = tree
  if (!body) return { kind: 'yes-no', read: (env) => rows(env).length > 0 }
  const test = yesNo(compile(body, { ...scope, variables: new Map([...scope.variables, [variable, rowSet]]) }))
  const holds = (env: Env) => (row: Record<string, string | number | boolean>) =>
    test.read({ item: env.item, rows: { ...env.rows, [variable]: rowItem(rowSet, row) } }) === true
  if (kind === 'any') return { kind: 'yes-no', read: (env) => rows(env).some(holds(env)) }
  return { kind: 'yes-no', read: (env) => rows(env).every(holds(env)) }
}

function rowSetOf({ context }: Scope, { set, property }: Path): EntitySet {
  const name = property.name === 'RecordSet' ? `${set.name}_RecordType` : `${set.name}_${property.name}`
  const rowSet = set.rowTypes.has(property.name) ? context.sets.get(name) : undefined
  if (!rowSet) throw refuse.badSegment(property.name)
  return rowSet
}
