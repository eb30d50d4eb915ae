/** Keyset pages: the place where a page ended travels with the reader as opaque text. */
import { Problem } from '../domain/problem.ts'

export const PAGE_SIZE = 50

/** @param place sort value and row id of the last item of a page */
export function writePlace(place: [string, number]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

/** @throws Problem `input.wrong` for text that no page has given */
export function readPlace(after: string | undefined): [string, number] | null {
  if (after === undefined || after === '') return null
  const place = parse(Buffer.from(after, 'base64url').toString('utf8'))
  if (!Array.isArray(place) || typeof place[0] !== 'string' || place[0].includes('\0') || !isRowId(place[1]))
    throw new Problem('input.wrong', {}, 'after')
  return [place[0], place[1]]
}

/** As large as the keys of rows get; a server answers a larger number with an error. */
const MOST_ROW_ID = 2_147_483_647

function isRowId(value: unknown): value is number {
  return Number.isInteger(value) && Math.abs(Number(value)) <= MOST_ROW_ID
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null // not a place of ours; the caller says so
  }
}
