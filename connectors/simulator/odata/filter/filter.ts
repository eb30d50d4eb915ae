/** Turns the text of a `$filter` or a `Condition` into a question about items. */
import type { Context } from '../../context.ts'
import { refuse } from '../errors.ts'
import type { Item } from '../reading/items.ts'
import type { EntitySet } from '../metadata/sets.ts'
import { compile, yesNo } from './compile.ts'
import type { Env, Scope } from './meaning.ts'
import { FilterSyntaxError, parseFilter } from './parser.ts'
import type { Tree } from './tree.ts'

export interface Filter {
  test: (item: Item) => boolean
  /** Own text properties that must equal a value, whatever else is asked: an index may narrow the search by them. */
  exact: { name: string; value: string }[]
}

/** @throws {ODataError} code 14 for what cannot be read, 6 for unknown names, 500 for values that cannot be compared */
export function compileFilter(context: Context, set: EntitySet, text: string): Filter {
  return compileTree({ context, set, variables: new Map() }, parse(text, '$filter'))
}

/** The same for the `Condition` of a virtual table, by whose name errors speak. */
export function compileCondition(context: Context, set: EntitySet, text: string): Filter {
  return compileTree({ context, set, variables: new Map() }, parse(text, 'Condition'))
}

function compileTree(scope: Scope, tree: Tree): Filter {
  const meaning = yesNo(compile(tree, scope))
  const rows: Env['rows'] = {}
  return { test: (item) => meaning.read({ item, rows }) === true, exact: exactIn(tree) }
}

function parse(text: string, option: string): Tree {
  try {
    return parseFilter(text)
  } catch (error) {
    if (error instanceof FilterSyntaxError) throw refuse.badOption(option)
    throw error
  }
}

function exactIn(tree: Tree): Filter['exact'] {
  if (tree.is === 'logic' && tree.operator === 'and') return [...exactIn(tree.left), ...exactIn(tree.right)]
  if (tree.is !== 'compare' || tree.operator !== 'eq') return []
  return [...equals(tree.left, tree.right), ...equals(tree.right, tree.left)]
}

function equals(path: Tree, literal: Tree): Filter['exact'] {
  const [name, ...rest] = path.is === 'path' ? path.steps : []
  const value = literalText(literal)
  return name === undefined || rest.length > 0 || value === null ? [] : [{ name, value }]
}

function literalText(tree: Tree): string | null {
  if (tree.is === 'call' && tree.name === 'cast') return tree.args[0] ? literalText(tree.args[0]) : null
  if (tree.is !== 'literal' || (tree.type !== 'text' && tree.type !== 'guid')) return null
  return String(tree.value)
}
