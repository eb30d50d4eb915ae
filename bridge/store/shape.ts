/**
 * Objects whose fields are named by a statement, not by the program. V8 keeps an object that is filled name by name as a dictionary
 * from its seventeenth field on, and whatever reads it or copies it from then on takes several times as long.
 */
import { compileFunction } from 'node:vm'

export type Shape = (values: readonly unknown[]) => Record<string, unknown>

/** One for each list of names: the same columns are asked for by many statements, on several connections. */
const shapes = new Map<string, Shape>()

/**
 * @param names columns of our own statements, never what came from outside: they become part of a program text
 * @returns puts values, in the order of the names, into an object that is made as if it were written out
 */
export function shapeOf(names: readonly string[]): Shape {
  const fields = names.map((name, at) => `${JSON.stringify(name)}: values[${at}]`).join(', ')
  let shape = shapes.get(fields)
  if (!shape) shapes.set(fields, (shape = compileFunction(`return { ${fields} }`, ['values']) as Shape))
  return shape
}
