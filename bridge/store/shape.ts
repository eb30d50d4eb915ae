/**
 * Objects whose fields are named by a statement, not by the program. V8 keeps an object that is filled name by name as a dictionary
 * from its seventeenth field on, and whatever reads it or copies it from then on takes several times as long.
 */
import { compileFunction } from 'node:vm'

/**
 * @param names columns of our own statements, never what came from outside: they become part of a program text
 * @returns puts values, in the order of the names, into an object that is made as if it were written out
 */
export function shapeOf(names: readonly string[]): (values: readonly unknown[]) => Record<string, unknown> {
  const fields = names.map((name, at) => `${JSON.stringify(name)}: values[${at}]`)
  return compileFunction(`return { ${fields.join(', ')} }`, ['values']) as ReturnType<typeof shapeOf>
}
