/** Sums up what a load left behind, the same way for every candidate. */
import { createHash } from 'node:crypto'
import type { Delivered } from './row.ts'

/** One record: which, and a figure of it that must have come through unharmed. */
export interface Piece {
  noun: string
  key: string
  value: string
}

/** As a driver gives it: sums come as numbers or as text. */
export type RawPiece = Omit<Piece, 'value'> & { value: string | number }

export function deliveredOf(pieces: Piece[]): Delivered {
  const lines = pieces.map(({ noun, key, value }) => `${noun} ${key} ${value}`).toSorted()
  return { records: lines.length, checksum: createHash('sha1').update(lines.join('\n')).digest('hex') }
}
