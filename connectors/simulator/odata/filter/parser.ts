/**
 * Builds the tree of a filter. Precedence as documented, from low to high: or, and, eq/ne, gt/ge/lt/le, add/sub, mul/div,
 * not, unary minus, path.
 */
import type { Arithmetic, Comparison, Tree } from './tree.ts'
import { tokenize } from './lexer.ts'
import type { Token } from './lexer.ts'

/** Parentheses and signs may be nested so deep. */
const MAX_DEPTH = 100

/** The text is no filter. */
export class FilterSyntaxError extends Error {}

/** @throws {FilterSyntaxError} */
export function parseFilter(text: string): Tree {
  const tokens = tokenize(text)
  if (!tokens) throw new FilterSyntaxError('unknown sign')
  return new Parser(tokens).parse()
}

const LEVELS: readonly (readonly string[])[] = [
  ['or'],
  ['and'],
  ['eq', 'ne'],
  ['gt', 'ge', 'lt', 'le'],
  ['add', 'sub'],
  ['mul', 'div'],
]

class Parser {
  #tokens: Token[]
  #at = 0
  #depth = 0

  constructor(tokens: Token[]) {
    this.#tokens = tokens
  }

  parse(): Tree {
    const tree = this.#level(0)
    if (this.#peek().is !== 'end') throw new FilterSyntaxError('something is left over')
    return tree
  }

  #level(level: number): Tree {
    const operators = LEVELS[level]
    if (!operators) return this.#unary()
    let left = this.#level(level + 1)
    while (this.#peek().is === 'name' && operators.includes(this.#peek().text)) {
      const operator = this.#next().text
      left = combine(operator, left, this.#level(level + 1))
    }
    return left
  }

  #unary(): Tree {
    if (this.#isName('not')) return this.#nested(() => ({ is: 'not', of: this.#unary() }))
    if (this.#isSign('-')) return this.#nested(() => ({ is: 'minus', of: this.#unary() }))
    return this.#primary()
  }

  /** Takes the sign at hand and what stands behind it, one level deeper. */
  #nested(read: () => Tree): Tree {
    if (++this.#depth > MAX_DEPTH) throw new FilterSyntaxError('nested too deep')
    this.#next()
    const tree = read()
    this.#depth--
    return tree
  }

  #primary(): Tree {
    if (this.#isSign('(')) {
      const inside = this.#nested(() => this.#level(0))
      this.#expect(')')
      return inside
    }
    const token = this.#next()
    switch (token.is) {
      case 'text':
      case 'guid':
        return { is: 'literal', type: token.is, value: token.text }
      case 'datetime':
        return { is: 'literal', type: 'date', value: token.text }
      case 'number':
        return { is: 'literal', type: 'number', value: Number(token.text) }
      case 'name':
        return this.#named(token.text)
      default:
        throw new FilterSyntaxError(`unexpected ${token.text}`)
    }
  }

  #named(name: string): Tree {
    if ((name === 'true' || name === 'false') && !this.#isSign('/')) {
      return { is: 'literal', type: 'yes-no', value: name === 'true' }
    }
    if (!this.#isSign('(')) return this.#path([name])
    const args = this.#arguments()
    const call: Tree = { is: 'call', name, args }
    if (name !== 'cast' || !this.#isSign('/')) return call
    const steps: string[] = []
    while (this.#takeSign('/')) steps.push(this.#name())
    return { is: 'behind', cast: call, steps }
  }

  #path(steps: string[]): Tree {
    while (this.#takeSign('/')) {
      const step = this.#name()
      if ((step === 'any' || step === 'all') && this.#isSign('(')) return this.#lambda(step, steps)
      steps.push(step)
    }
    return { is: 'path', steps }
  }

  #lambda(kind: 'any' | 'all', path: string[]): Tree {
    this.#expect('(')
    if (this.#takeSign(')')) return { is: 'lambda', kind, path, variable: '', body: null }
    const variable = this.#name()
    if (!this.#isSign(':')) throw new FilterSyntaxError('":" is expected')
    const body = this.#nested(() => this.#level(0))
    this.#expect(')')
    return { is: 'lambda', kind, path, variable, body }
  }

  #arguments(): Tree[] {
    const args: Tree[] = []
    if (this.#tokens[this.#at + 1]?.text === ')' && this.#tokens[this.#at + 1]?.is === 'sign') {
      this.#at += 2
      return args
    }
    args.push(this.#nested(() => this.#level(0)))
    while (this.#isSign(',')) args.push(this.#nested(() => this.#level(0)))
    this.#expect(')')
    return args
  }

  #name(): string {
    const token = this.#next()
    if (token.is !== 'name') throw new FilterSyntaxError(`a name is expected, not ${token.text}`)
    return token.text
  }

  #expect(sign: string): void {
    if (!this.#takeSign(sign)) throw new FilterSyntaxError(`"${sign}" is expected`)
  }

  #takeSign(sign: string): boolean {
    if (!this.#isSign(sign)) return false
    this.#at++
    return true
  }

  #isSign(sign: string): boolean {
    return this.#peek().is === 'sign' && this.#peek().text === sign
  }

  #isName(name: string): boolean {
    return this.#peek().is === 'name' && this.#peek().text === name
  }

  #peek(): Token {
    return this.#tokens[this.#at] ?? { is: 'end', text: '' }
  }

  #next(): Token {
    const token = this.#peek()
    this.#at++
    return token
  }
}

function combine(operator: string, left: Tree, right: Tree): Tree {
  if (operator === 'and' || operator === 'or') return { is: 'logic', operator, left, right }
  if (['add', 'sub', 'mul', 'div'].includes(operator)) {
    return { is: 'compute', operator: operator as Arithmetic, left, right }
  }
  return { is: 'compare', operator: operator as Comparison, left, right }
}
