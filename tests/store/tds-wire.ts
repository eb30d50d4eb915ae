/**
 * Bytes of TDS 7.4, the protocol of SQL Server, as far as a fake server needs them: reads requests, writes tokens. Numbers
 * are little-endian, texts UTF-16. Source: the open specification MS-TDS, chapter 2.2.
 */

export interface Parameter {
  name: string
  /** As the driver declared it for the statement, e.g. `nvarchar(100)`. */
  declared: string
  /** Length of the type on the wire: bytes of a number, signs of a text, Infinity = without a limit. */
  length: number
  value: Value
}

export type Value = string | number | bigint | boolean | null
export type Row = Record<string, string | number | null>

const INT = 0x26
const BIT = 0x68
const NVARCHAR = 0xe7
/** Length of an `nvarchar(max)`, and of a NULL among shorter texts. */
const LONG = 0xffff
/** Longest text in an answer, in signs. */
const COLUMN_LENGTH = 4_000
const COLLATION = Buffer.from([0x09, 0x04, 0xd0, 0x00, 0x34])

/** Reads a request front to back. */
export class Reading {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  get ended(): boolean {
    return this.#at >= this.#bytes.length
  }

  take(count: number): Buffer {
    if (this.#at + count > this.#bytes.length) throw new RangeError('The request ends too early')
    return this.#bytes.subarray(this.#at, (this.#at += count))
  }

  number(bytes: 1 | 2 | 4): number {
    return this.take(bytes).readUIntLE(0, bytes)
  }

  text(signs: number): string {
    return this.take(signs * 2).toString('utf16le')
  }

  /** ALL_HEADERS stands before every request and begins with its own length. */
  skipHeaders(): this {
    this.take(this.number(4) - 4)
    return this
  }
}

/** LOGIN7: a table of offsets and lengths; the password has its halves swapped and is mixed with A5. */
export function readLogin(bytes: Buffer): { user: string; password: string; database: string } {
  const part = (entry: number) => {
    const at = bytes.readUInt16LE(entry)
    return bytes.subarray(at, at + bytes.readUInt16LE(entry + 2) * 2)
  }
  const plain = part(44).map((byte) => (((byte ^ 0xa5) & 0x0f) << 4) | ((byte ^ 0xa5) >> 4))
  return {
    user: part(40).toString('utf16le'),
    password: Buffer.from(plain).toString('utf16le'),
    database: part(68).toString('utf16le'),
  }
}

/** An RPC of `sp_executesql`: the statement, the declarations, then one value for each of them. */
export function readStatement(bytes: Buffer): { sql: string; parameters: Parameter[] } {
  const reading = new Reading(bytes).skipHeaders()
  const procedure = [reading.number(2), reading.number(2)]
  if (procedure[0] !== LONG || procedure[1] !== SP_EXECUTESQL) throw new Error(`Unknown procedure ${procedure.join()}`)
  reading.number(2) // options
  const [statement, declarations, ...rest] = readParameters(reading)
  const declared = String(declarations?.value ?? '').split(/, ?(?=@)/)
  const parameters = rest.map((one, at) => ({ ...one, declared: declared[at]?.split(' ').slice(1).join(' ') ?? '' }))
  return { sql: String(statement?.value), parameters }
}

const SP_EXECUTESQL = 10

function readParameters(reading: Reading): Parameter[] {
  const parameters: Parameter[] = []
  while (!reading.ended) {
    const name = reading.text(reading.number(1)).replace('@', '')
    reading.number(1) // status
    parameters.push({ name, declared: '', ...readValue(reading) })
  }
  return parameters
}

function readValue(reading: Reading): { length: number; value: Value } {
  const type = reading.number(1)
  if (type === NVARCHAR) {
    const length = reading.number(2)
    reading.take(COLLATION.length)
    return length === LONG
      ? { length: Infinity, value: readLongText(reading) }
      : { length: length / 2, value: readText(reading) }
  }
  if (type !== INT && type !== BIT) throw new Error(`Unknown type of a parameter: ${type.toString(16)}`)
  const length = reading.number(1)
  const bytes = reading.take(reading.number(1))
  if (bytes.length === 0) return { length, value: null }
  if (type === BIT) return { length, value: bytes[0] === 1 }
  return { length, value: bytes.length === 8 ? bytes.readBigInt64LE() : bytes.readIntLE(0, bytes.length) }
}

function readText(reading: Reading): string | null {
  const bytes = reading.number(2)
  return bytes === LONG ? null : reading.text(bytes / 2)
}

/** Text in pieces: eight bytes of a length that may be unknown, pieces with their lengths, a piece of length 0. */
function readLongText(reading: Reading): string | null {
  if (reading.take(8).equals(Buffer.alloc(8, 0xff))) return null
  const pieces: Buffer[] = []
  for (let length = reading.number(4); length > 0; length = reading.number(4)) pieces.push(reading.take(length))
  return Buffer.concat(pieces).toString('utf16le')
}

export function uint(value: number, bytes: 1 | 2 | 4): Buffer {
  const buffer = Buffer.alloc(bytes)
  buffer.writeUIntLE(value, 0, bytes)
  return buffer
}

/** Text with its length in signs before it. */
function text(value: string, lengthBytes: 1 | 2): Buffer {
  return Buffer.concat([uint(value.length, lengthBytes), Buffer.from(value, 'utf16le')])
}

/** A token whose length in bytes follows its mark. */
function token(mark: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([uint(mark, 1), uint(body.length, 2), body])
}

/** LOGINACK: Transact-SQL, version 7.4, a name and its version. */
export function loginAck(): Buffer {
  return token(0xad, uint(1, 1), Buffer.from([0x74, 0, 0, 4]), text('fake', 1), uint(16, 4))
}

export function errorToken(number: number, message: string): Buffer {
  const severity = 16
  return token(
    0xaa,
    uint(number, 4),
    Buffer.from([1, severity]),
    text(message, 2),
    text('fake', 1),
    text('', 1),
    uint(1, 4),
  )
}

/** ENVCHANGE of a transaction: 8 begun, 9 committed, 10 rolled back; `open` is the new descriptor, nothing when it ended. */
export function transactionToken(change: 8 | 9 | 10, descriptor: Buffer): Buffer {
  const sized = Buffer.concat([uint(descriptor.length, 1), descriptor])
  return token(0xe3, uint(change, 1), ...(change === 8 ? [sized, uint(0, 1)] : [uint(0, 1), sized]))
}

/** End of a batch (`done`), of a statement inside a procedure (`inProc`), of a procedure (`proc`). */
const DONE = { done: 0xfd, inProc: 0xff, proc: 0xfe }
const HAS_MORE = 0x01
const HAS_FAILED = 0x02
const HAS_COUNT = 0x10

export function done(kind: keyof typeof DONE, { more = false, failed = false, count = 0 } = {}): Buffer {
  const status = (more ? HAS_MORE : 0) | (failed ? HAS_FAILED : HAS_COUNT)
  return Buffer.concat([uint(DONE[kind], 1), uint(status, 2), uint(0, 2), uint(count, 4), uint(0, 4)])
}

/** COLMETADATA and one ROW each: whole numbers as `int`, everything else as text. */
export function rowTokens(rows: Row[]): Buffer {
  const [first] = rows
  if (!first) return Buffer.alloc(0)
  const columns = Object.entries(first).map(([name, value]) => {
    const type =
      typeof value === 'number'
        ? Buffer.from([INT, 4])
        : Buffer.concat([uint(NVARCHAR, 1), uint(COLUMN_LENGTH * 2, 2), COLLATION])
    return Buffer.concat([uint(0, 4), uint(0, 2), type, text(name, 1)])
  })
  const cells = rows.map((row) => Buffer.concat([uint(0xd1, 1), ...Object.values(row).map(cell)]))
  return Buffer.concat([uint(0x81, 1), uint(columns.length, 2), ...columns, ...cells])
}

function cell(value: string | number | null): Buffer {
  if (value === null) return uint(LONG, 2)
  if (typeof value === 'string') return Buffer.concat([uint(value.length * 2, 2), Buffer.from(value, 'utf16le')])
  const number = Buffer.alloc(4)
  number.writeInt32LE(value)
  return Buffer.concat([uint(4, 1), number])
}
