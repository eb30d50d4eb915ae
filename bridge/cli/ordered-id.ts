/** Ids that grow with time (UUID version 7, RFC 9562): rows made together lie together in the index of their ids. */
import { randomUUID } from 'node:crypto'

/** @param now milliseconds since 1970 */
export function orderedId(now = Date.now()): string {
  const time = now.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(AFTER_VERSION)}`
}

/** Where the random part of a random id begins: behind the sign that names its version. */
const AFTER_VERSION = 15
