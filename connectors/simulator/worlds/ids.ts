/** Keys of world objects: the same name always gives the same UUID, so tests and saved links outlive a restart. */
import { createHash } from 'node:crypto'

/** `guidOf('counterparty/K1')` -> a valid UUID (version 5 layout), lower case. */
export function guidOf(name: string): string {
  const hex = createHash('sha1').update(`zveno-world/${name}`).digest('hex')
  const variant = ((parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
