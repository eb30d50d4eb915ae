/** The list of erasures as a file: ids and reasons, nobody's data. */
import { ERASURE_REASONS, PERSON_NOUNS } from '../../domain/personal-data.ts'
import { Problem } from '../../domain/problem.ts'
import type { ListedErasure } from '../../store/erasure-list.ts'

const FORMAT = 'zveno.erasures/1'

export interface ErasuresFile {
  format: typeof FORMAT
  erasures: ListedErasure[]
}

export function writeErasures(erasures: ListedErasure[]): ErasuresFile {
  return { format: FORMAT, erasures }
}

/** @throws Problem `erasures.unreadable` */
export function readErasures(text: string, file: string): ListedErasure[] {
  const said = parsed(text, file)
  const list = isObject(said) && said['format'] === FORMAT ? said['erasures'] : undefined
  if (!Array.isArray(list) || !list.every(isErasure)) throw new Problem('erasures.unreadable', { file, fault: FORMAT })
  return list
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw new Problem('erasures.unreadable', { file, fault: (error as Error).message })
  }
}

function isErasure(said: unknown): said is ListedErasure {
  if (!isObject(said)) return false
  const { id, reason, askedOn, person, records } = said
  const known = typeof reason === 'string' && reason in ERASURE_REASONS
  return isText(id) && known && isText(askedOn) && isRecord(person) && Array.isArray(records) && records.every(isPlaced)
}

function isRecord(said: unknown): said is Record<string, unknown> {
  return isObject(said) && isText(said['id']) && PERSON_NOUNS.some((noun) => noun === said['noun'])
}

function isPlaced(said: unknown): boolean {
  return isRecord(said) && isText(said['base']) && isText(said['key'])
}

/** No id and no key is longer. */
const LONGEST = 100

function isText(said: unknown): said is string {
  return typeof said === 'string' && said.length <= LONGEST
}

function isObject(said: unknown): said is Record<string, unknown> {
  return typeof said === 'object' && said !== null
}
