/** Reads JSON and remembers where each value stands, so that a fault can name its line and column. */

export interface Place {
  /** From 1. */
  line: number
  column: number
}

export interface Placed {
  value: unknown
  /** JSON pointer (`/rules/3/as`, '' = the whole) -> where the value, or the name of its property, begins. */
  places: Map<string, Place>
}

export class JsonFault extends Error {
  readonly place: Place
  constructor(message: string, place: Place) {
    super(message)
    this.name = 'JsonFault'
    this.place = place
  }
}

/** Deeper nesting than any file of ours needs. */
const DEEPEST = 30
const BLANK = /[ \t\r\n]*/y
const STRING = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y

/** @throws JsonFault with the place of the first fault, also for a property that is named twice */
export function parsePlaced(text: string): Placed {
  const parser = new Parser(text.replace(/^\uFEFF/, ''))
  const value = parser.value('', 0)
  parser.end()
  return { value, places: parser.places }
}

class Parser {
  readonly places = new Map<string, Place>()
  readonly #text: string
  #at = 0
  #line = 1
  #lineStart = 0

  constructor(text: string) {
    this.#text = text
  }

  value(pointer: string, depth: number): unknown {
    this.#blank()
    if (!this.places.has(pointer)) this.places.set(pointer, this.#place())
    if (depth > DEEPEST) this.#fail('nested too deeply')
    const sign = this.#text[this.#at]
    if (sign === '{') return this.#object(pointer, depth)
    if (sign === '[') return this.#array(pointer, depth)
    const scalar = sign === '"' ? this.#take(STRING) : this.#take(SCALAR)
    return scalar === undefined ? this.#fail('a value was expected') : JSON.parse(scalar)
  }

  end(): void {
    this.#blank()
    if (this.#at < this.#text.length) this.#fail('nothing more was expected')
  }

  #object(pointer: string, depth: number): Record<string, unknown> {
    const object: Record<string, unknown> = {}
    this.#items('}', () => {
      const place = this.#place()
      const quoted = this.#take(STRING) ?? this.#fail('the name of a property in double quotes was expected')
      const name = String(JSON.parse(quoted))
      if (Object.hasOwn(object, name)) throw new JsonFault(`"${name}" stands here twice`, place)
      const child = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
      this.places.set(child, place)
      this.#expect(':')
      Object.defineProperty(object, name, { ...OWN, value: this.value(child, depth + 1) })
    })
    return object
  }

  #array(pointer: string, depth: number): unknown[] {
    const array: unknown[] = []
    this.#items(']', () => void array.push(this.value(`${pointer}/${array.length}`, depth + 1)))
    return array
  }

  /** Comma-separated items between an opening sign and `close`. */
  #items(close: string, item: () => void): void {
    this.#at += 1
    this.#blank()
    if (this.#is(close)) return
    do {
      this.#blank()
      item()
      this.#blank()
    } while (this.#is(','))
    if (!this.#is(close)) this.#fail(`a comma or ${close} was expected`)
  }

  #expect(sign: string): void {
    this.#blank()
    if (!this.#is(sign)) this.#fail(`${sign} was expected`)
  }

  #is(sign: string): boolean {
    if (this.#text[this.#at] !== sign) return false
    this.#at += 1
    return true
  }

  #blank(): void {
    this.#take(BLANK)
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0]
    this.#at += found?.length ?? 0
    return found
  }

  /** Lines are counted on from the last place: the parser only goes forward. */
  #place(): Place {
    for (let end = this.#lineEnd(); end >= 0 && end < this.#at; end = this.#lineEnd()) {
      this.#line += 1
      this.#lineStart = end + 1
    }
    return { line: this.#line, column: this.#at - this.#lineStart + 1 }
  }

  #lineEnd(): number {
    return this.#text.indexOf('\n', this.#lineStart)
  }

  #fail(message: string): never {
    throw new JsonFault(message, this.#place())
  }
}

/** Own property even for names like `__proto__`. */
const OWN = { enumerable: true, configurable: true, writable: true }
