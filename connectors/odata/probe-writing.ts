/** The part of the probe that writes: one counterparty, marked for deletion, used again by every later probe. */
import { randomUUID } from 'node:crypto'
import type { CheckLine, Fields, Foreign } from '../connector.ts'
import { Changed, Refused } from '../errors.ts'
import type { ODataKind } from './catalogue.ts'
import { query } from './literals.ts'
import type { Probe } from './probe.ts'
import type { Dialect } from './profile.ts'
import { readOne } from './read.ts'
import { foreignOf, FORMAT, pathOf } from './records.ts'

/** Every known configuration has it, and nothing happens when one is marked for deletion. */
const KIND = 'Catalog_Контрагенты'
const NAME = 'Звено: проверка связи, можно удалить'
const COMMENT = 'Комментарий'
/** Longer than any marker of ours. */
const LONG_COMMENT = 'Звено-'.repeat(100)
/** The version of no record. */
const STALE_VERSION = 'AAAAAAAAAAA='

/** Tries a client key, a long comment and a stale version. */
export async function tryWriting(task: Probe): Promise<{ dialect: Dialect; lines: CheckLine[] }> {
  const kind = task.catalogue.kinds.get(KIND)
  if (!kind) return { dialect: task.dialect, lines: [{ code: 'client-key', status: 'unknown', facts: { kind: KIND } }] }
  const { record, clientKey } = await probeRecord(task, kind)
  const commentLength = await tryComment(task, kind, record.key)
  const ifMatch = await tryStaleVersion(task, record.key)
  await patch(task, record.key, { fields: { DeletionMark: true } })
  const provenAt = new Date(task.base.options.now()).toISOString()
  return {
    dialect: { ...task.dialect, clientKey, commentLength, ifMatch, provenAt, probeRecord: record.key },
    lines: [
      {
        code: 'client-key',
        status: clientKey === 'proven' ? 'good' : 'warning',
        facts: { clientKey, kind: KIND, key: record.key },
      },
      {
        code: 'comment',
        status: commentLength > 0 ? 'good' : 'warning',
        facts: { commentLength, tried: LONG_COMMENT.length },
      },
      { code: 'if-match', status: 'good', facts: { ifMatch } },
    ],
  }
}

interface Made {
  record: Foreign
  clientKey: Dialect['clientKey']
}

async function probeRecord(task: Probe, kind: ODataKind): Promise<Made> {
  const { probeRecord: earlier, clientKey } = task.dialect
  const known = earlier === undefined ? null : await readOne({ ...task, kind }, earlier)
  if (known && clientKey !== 'unproven') return { record: known, clientKey }
  const key = randomUUID()
  const record = await post(task, kind, key)
  if (record.key !== key) return { record, clientKey: 'refused' }
  return { record, clientKey: await repeatIsRefused(task, kind, key) }
}

/** A client key is worth something only when the base refuses to use it twice. */
async function repeatIsRefused(task: Probe, kind: ODataKind, key: string): Promise<'proven' | 'refused'> {
  try {
    const second = await post(task, kind, key)
    if (second.key !== key) await patch(task, second.key, { fields: { DeletionMark: true } })
    return 'refused'
  } catch (error) {
    if (error instanceof Refused) return 'proven'
    throw error
  }
}

async function post({ base }: Probe, kind: ODataKind, key: string): Promise<Foreign> {
  const path = `/${encodeURIComponent(kind.name)}${query({ $format: FORMAT })}`
  const body = JSON.stringify({ Ref_Key: key, Description: NAME })
  return foreignOf(kind, await base.put({ path, method: 'POST', body, kind: kind.name, key }))
}

/** How much of a long comment comes back; 0 when the kind has no comment. */
async function tryComment(task: Probe, kind: ODataKind, key: string): Promise<number> {
  if (!kind.fields.some(({ name }) => name === COMMENT)) return 0
  await patch(task, key, { fields: { [COMMENT]: LONG_COMMENT } })
  const stored = (await readOne({ ...task, kind }, key))?.fields[COMMENT]
  return typeof stored === 'string' && LONG_COMMENT.startsWith(stored) ? stored.length : 0
}

async function tryStaleVersion(task: Probe, key: string): Promise<Dialect['ifMatch']> {
  try {
    await patch(task, key, { fields: { Description: NAME }, headers: { 'If-Match': STALE_VERSION } })
    return 'ignored'
  } catch (error) {
    if (error instanceof Changed) return 'honoured'
    throw error
  }
}

async function patch(
  { base }: Probe,
  key: string,
  change: { fields: Fields; headers?: Record<string, string> },
): Promise<void> {
  const path = pathOf(KIND, key) + query({ $format: FORMAT })
  const { fields, headers = {} } = change
  await base.put({ path, method: 'PATCH', body: JSON.stringify(fields), headers, kind: KIND, key })
}
