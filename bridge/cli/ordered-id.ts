/** Ids that grow with time (UUID version 7, RFC 9562): rows made together lie together in the index of their ids. */
import { randomUUID } from 'node:crypto'

/** @param now milliseconds since 1970 */
export function orderedId(now = Date.now()): string {
  if (now !== moment) [moment, beginning] = [now, beginningAt(now)]
  return beginning + randomUUID().slice(AFTER_VERSION)
}

/** Many ids are made in one millisecond: their common beginning is put together once. */
let moment = 0
let beginning = beginningAt(moment)

function beginningAt(now: number): string {
  const time = now.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7`
}

/** Where the random part of a random id begins: behind the sign that names its version. */
const AFTER_VERSION = 15
