/** Creates, changes, posts: one call that changes something, then a look at what became of it. */
import type { Draft, Fields, Foreign } from '../connector.ts'
import { Changed, DoorError, inDoubt, Misfit, Refused } from '../errors.ts'
import { differences } from './compare.ts'
import { guid, query } from './literals.ts'
import { preparedFields } from './prepare.ts'
import { readOne, type Source } from './read.ts'
import { foreignOf, FORMAT, pathOf } from './records.ts'

/**
 * Creates a record under our key.
 * @returns what the base stored; its `key` is another one when the base ignores client keys
 * @throws Refused `base.exists` when the key is taken, whatever words the base used for it
 * @throws Changed `base.stored-differently` when a sent field came back with another meaning
 */
export async function create(source: Source, draft: Draft): Promise<Foreign> {
  const { base, kind } = source
  guid(draft.key)
  const fields = preparedFields(kind, draft)
  const path = `/${encodeURIComponent(kind.name)}${query({ $format: FORMAT })}`
  const body = JSON.stringify({ Ref_Key: draft.key, ...fields })
  const facts = { kind: kind.name, key: draft.key }
  const answered = await base
    .put({ path, method: 'POST', body, ...facts })
    .catch((error: unknown) => refusedOrTaken(source, draft, error))
  return asStored(source, fields, foreignOf(kind, answered))
}

/**
 * Changes the version we saw; what is already so is not written again, because every write registers a change for everybody.
 * @throws Changed `base.changed` when the record has moved on since, `base.stored-differently` after the write
 */
export async function change(source: Source, draft: Draft & { seen: string }): Promise<Foreign> {
  const { base, kind } = source
  const fields = preparedFields(kind, draft)
  const current = await present(source, draft.key)
  const different = differences(fields, current.fields)
  if (different.length === 0) return current
  if (current.version !== draft.seen) {
    throw new Changed('base.changed', 'somebody changed the record in the base', different, {
      kind: kind.name,
      key: draft.key,
    })
  }
  // Observed servers ignore `If-Match`, hence the comparison above; one that honours it closes the gap between the two calls.
  const headers = { 'If-Match': current.version }
  const path = pathOf(kind.name, draft.key) + query({ $format: FORMAT })
  const body = JSON.stringify(fields)
  const answered = await base.put({ path, method: 'PATCH', body, headers, kind: kind.name, key: draft.key })
  // Some answer a change with nothing that names the record.
  return asStored(source, fields, 'Ref_Key' in answered ? foreignOf(kind, answered) : { ...current, fields: {} })
}

/** Posts or unposts a document. The answer says nothing reliable (observed: empty, or an object), so `Posted` is read again. */
export async function setPosted(source: Source, key: string, posted: boolean): Promise<Foreign> {
  const { base, kind } = source
  const action = posted ? 'Post' : 'Unpost'
  if (!kind.actions.includes(action))
    throw new Misfit('base.not-exposed', `${kind.name} cannot be posted`, { kind: kind.name })
  const options = posted ? query({ PostingModeOperational: 'false' }) : ''
  await base.command({ path: `${pathOf(kind.name, key)}/${action}${options}`, kind: kind.name, key })
  const stored = await afterWrite(present(source, key))
  if (stored.fields['Posted'] === posted) return stored
  const difference = { field: 'Posted', sent: posted, stored: stored.fields['Posted'] }
  throw new Changed('base.stored-differently', 'the base said done, but the document is not so', [difference], {
    kind: kind.name,
    key,
  })
}

/** Bases word "the key is taken" in different ways; whether it is can simply be read. */
async function refusedOrTaken(source: Source, draft: Draft, error: unknown): Promise<never> {
  if (error instanceof Refused && error.reason !== 'base.exists' && (await readOne(source, draft.key))) {
    throw new Refused('base.exists', error.message, error.facts, error)
  }
  throw error
}

/**
 * The record as it stands after a write. Where the base has answered what it was given, and it stands under another version now, somebody
 * has saved it since: that is news as any other, and nothing that the base has made of our write.
 * @param answered what the base answered to the write itself
 */
async function asStored(source: Source, sent: Fields, answered: Foreign): Promise<Foreign> {
  const { key } = answered
  const stored = await afterWrite(present(source, key))
  const different = differences(sent, stored.fields)
  const isSavedSince = stored.version !== answered.version && differences(sent, answered.fields).length === 0
  if (different.length === 0 || isSavedSince) return stored
  const names = different.map(({ field }) => field).join(', ')
  throw new Changed(
    'base.stored-differently',
    `the base stored something else than it was given: ${names}`,
    different,
    { kind: source.kind.name, key },
  )
}

async function present(source: Source, key: string): Promise<Foreign> {
  const stored = await readOne(source, key)
  if (!stored) throw new Refused('base.gone', 'the base no longer has this record', { kind: source.kind.name, key })
  return stored
}

/** When the look after a write fails, whatever the reason, the write itself has happened: the outcome is open, not absent. */
async function afterWrite(look: Promise<Foreign>): Promise<Foreign> {
  return look.catch((error: unknown) => {
    throw error instanceof DoorError ? inDoubt(error) : error
  })
}
