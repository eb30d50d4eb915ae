/**
 * Mutants: copies of a source in which one small thing stands otherwise, as a slip of the pen would leave it. Tests that say what the
 * source is for must notice nearly each of them.
 */
import { parseAst } from 'vite'

export interface Mutant {
  /** Where it stands, from 1. */
  line: number
  /** What stood there, and what stands there now. */
  from: string
  to: string
  /** The whole source with it. */
  source: string
}

/** As much of a node as is looked at. */
interface Node {
  type: string
  start: number
  end: number
  operator?: string
  left?: Node
  right?: Node
  test?: Node | null
  argument?: Node | null
  value?: unknown
  bigint?: string
  raw?: string
  [part: string]: unknown
}

/** @param source TypeScript @returns all mutants of it, in the order of the text */
export function mutantsOf(source: string): Mutant[] {
  const found: Mutant[] = []
  const put = (node: { start: number; end: number }, to: string) =>
    found.push({
      line: source.slice(0, node.start).split('\n').length,
      from: source.slice(node.start, node.end),
      to,
      source: source.slice(0, node.start) + to + source.slice(node.end),
    })
  visit(parseAst(source, { lang: 'ts' }) as unknown as Node, (node) => mutate(node, source, put))
  return found.toSorted((one, other) => one.line - other.line)
}

type Put = (node: { start: number; end: number }, to: string) => void

/** What is written the other way round by the commonest slips. */
const OPERATORS: Record<string, string> = {
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '%': '*',
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '===': '!==',
  '!==': '===',
  '&&': '||',
  '||': '&&',
}

/** Types, names of modules and names of parts say nothing at run time, or are not there without their compiler. */
const NOT_RUN = /^(TS(?!(As|NonNull|Satisfies))|Import|ExportAll)/

function visit(node: Node, look: (node: Node) => void): void {
  if (NOT_RUN.test(node.type)) return
  look(node)
  for (const [part, inner] of Object.entries(node))
    if (part !== 'key' || node['computed'] === true)
      for (const each of [inner].flat()) if (isNode(each)) visit(each, look)
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'
}

function mutate(node: Node, source: string, put: Put): void {
  const { type, operator = '', left, right, test, argument } = node
  const to = OPERATORS[operator]
  if ((type === 'BinaryExpression' || type === 'LogicalExpression') && to !== undefined && left && right) {
    const at = source.indexOf(operator, left.end)
    put({ start: at, end: at + operator.length }, to)
  }
  // A comparison that is turned round says the same.
  if ((type === 'IfStatement' || type === 'ConditionalExpression') && test && test.type !== 'BinaryExpression')
    put(test, `!(${source.slice(test.start, test.end)})`)
  if (type === 'UnaryExpression' && (operator === '!' || operator === '-') && argument)
    put(node, source.slice(argument.start, argument.end))
  if (type === 'Literal') mutateLiteral(node, put)
}

function mutateLiteral(node: Node, put: Put): void {
  const { value, bigint } = node
  if (typeof value === 'boolean') put(node, String(!value))
  else if (typeof value === 'number') put(node, String(value + 1))
  else if (bigint !== undefined) put(node, `${BigInt(bigint) + 1n}n`)
  else if (typeof value === 'string' && value !== '') put(node, "''")
}
