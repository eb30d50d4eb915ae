/** Where a stream of changes stands. Opaque to everybody else, checked when it comes back. */
import { Misfit } from '../errors.ts'
import { isObject } from './json.ts'

/** A pass over a whole kind: its first load, or the comparison of everything with what we hold. */
export interface Pass {
  kind: string
  /** Naive beginning of the window in work; `''` = the beginning of the kind. */
  from: string
  /** Records of that window already handed on. */
  skip: number
}

/** Numbers of our exchange plan node when it was last read: they never go down unless the base was restored. */
export interface NodeNumbers {
  key: string
  sent: number
  received: number
  /** Number of the latest package that we were about to acknowledge: it is stored before the acknowledgement leaves. */
  closing?: number
}

export interface Position {
  /** Kinds whose first load is complete. */
  loaded: string[]
  load?: Pass
  sweep?: Pass
  /** When everything was last compared, milliseconds; 0 = as soon as possible. */
  sweptAtMs: number
  /** Large catalogue -> when it was last compared, milliseconds. */
  comparedAtMs: Record<string, number>
  node?: NodeNumbers
  /** Until everything has been compared once: however much is missing, it is the right base. */
  anew?: boolean
}

const VERSION = 1

export function cursorOf(position: Position): string {
  return JSON.stringify({ v: VERSION, ...position })
}

/** @throws Misfit `base.other-base` for a text that this connector has not made */
export function positionOf(cursor: string): Position {
  const parsed = parse(cursor)
  if (!isObject(parsed) || parsed['v'] !== VERSION) throw notOurs()
  const { loaded, load, sweep, sweptAtMs, comparedAtMs, node, anew } = parsed
  if (!isNumber(sweptAtMs)) throw notOurs()
  return {
    loaded: textsOf(loaded),
    sweptAtMs,
    comparedAtMs: numbersByNameOf(comparedAtMs),
    ...(load === undefined ? {} : { load: passOf(load) }),
    ...(sweep === undefined ? {} : { sweep: passOf(sweep) }),
    ...(node === undefined ? {} : { node: numbersOf(node) }),
    ...(anew === true && { anew }),
  }
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(cursor)
  } catch {
    return null
  }
}

function textsOf(value: unknown): string[] {
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) throw notOurs()
  return value
}

function numbersByNameOf(value: unknown): Record<string, number> {
  if (!isObject(value) || !Object.values(value).every(isNumber)) throw notOurs()
  return value as Record<string, number>
}

/** JSON has no infinity, but `1e500` is read as one. */
function isNumber(value: unknown): value is number {
  return Number.isFinite(value)
}

function passOf(value: unknown): Pass {
  if (!isObject(value)) throw notOurs()
  const { kind, from, skip } = value
  if (typeof kind !== 'string' || typeof from !== 'string' || !isCount(skip)) throw notOurs()
  return { kind, from, skip }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

function numbersOf(value: unknown): NodeNumbers {
  if (!isObject(value)) throw notOurs()
  const { key, sent, received, closing } = value
  if (typeof key !== 'string' || !isNumber(sent) || !isNumber(received)) throw notOurs()
  if (closing !== undefined && !isNumber(closing)) throw notOurs()
  return { key, sent, received, ...(closing !== undefined && { closing }) }
}

function notOurs(): Misfit {
  return new Misfit('base.other-base', 'the stored position does not belong to this connection')
}
