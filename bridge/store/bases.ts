/** Rows of the accounting bases we are connected to: address, health, dialect profile, and the lease of their one reader. */
import type { BaseHealth } from '../domain/sync.ts'
import type { Db } from './db.ts'
import { statement } from './statement.ts'

export interface Base {
  rowId: number
  id: string
  name: string
  connector: string
  mapping: string
  url: string
  login: string
  /** Sealed; `cli/secrets.ts` opens it. */
  secret: string
  timeZone: string
  fingerprint: string
  profile: Record<string, unknown>
  health: BaseHealth
  enabled: boolean
  /** When somebody asked for a round, '' = never. */
  nudgedAt: string
}

interface BaseRow {
  id: number
  uuid: string
  name: string
  connector: string
  mapping: string
  url: string
  login: string
  secret: string
  time_zone: string
  fingerprint: string
  profile: string
  health: string
  enabled: number | boolean
  nudged_at: string
}

const NEVER_SEEN: BaseHealth = { state: 'never-seen', reason: '', since: '', nextTryAt: null, lastSeenAt: null }

/** Most bases that one bridge serves. */
const MOST_BASES = 100

export async function listBases(db: Db): Promise<Base[]> {
  return (await allBases(db, {})).map(fromRow)
}

const allBases = statement<Record<string, never>, BaseRow[]>((db) => db('bases').orderBy('id').limit(MOST_BASES))

export async function findBase(db: Db, id: string): Promise<Base | undefined> {
  const row: BaseRow | undefined = await db('bases').where('uuid', id).first()
  return row && fromRow(row)
}

/** Only what changes from moment to moment. */
export async function healthOf(db: Db, rowId: number): Promise<BaseHealth | undefined> {
  const row = await healthRow(db, { rowId })
  return row && (JSON.parse(row.health) as BaseHealth)
}

const healthRow = statement<{ rowId: number }, { health: string } | undefined>((db, its) =>
  db('bases').where('id', its.rowId).first('health'),
)

export async function addBase(
  db: Db,
  base: Pick<Base, 'id' | 'name' | 'connector' | 'mapping' | 'url' | 'login' | 'secret' | 'timeZone'>,
): Promise<void> {
  const { id, timeZone, ...rest } = base
  await db('bases').insert({
    ...rest,
    uuid: id,
    time_zone: timeZone,
    profile: '{}',
    health: JSON.stringify(NEVER_SEEN),
  })
}

/** Address and credentials may move; name, history and links stay. */
export async function changeBaseAddress(
  db: Db,
  id: string,
  address: Pick<Base, 'url' | 'login' | 'secret'>,
): Promise<void> {
  await db('bases').where('uuid', id).update(address)
}

/** @param secret sealed */
export async function changeBaseSecret(db: Db, rowId: number, secret: string): Promise<void> {
  await db('bases').where('id', rowId).update({ secret })
}

export async function saveHealth(db: Db, rowId: number, health: BaseHealth): Promise<void> {
  await db('bases')
    .where('id', rowId)
    .update({ health: JSON.stringify(health) })
}

/** Times that a change of health is thought over because another lane or server was faster. */
const MOST_CHANGES = 20

/**
 * Changes the health by what it was, whoever else changes it at the same moment.
 * @param next null = it stays as it is
 * @returns the health before, or null when it stayed
 */
export async function changeHealth(
  db: Db,
  rowId: number,
  next: (before: BaseHealth) => BaseHealth | null,
): Promise<BaseHealth | null> {
  for (let count = 0; count < MOST_CHANGES; count++) {
    const row: { health: string } | undefined = await db('bases').where('id', rowId).first('health')
    const before = row && (JSON.parse(row.health) as BaseHealth)
    const health = before ? next(before) : null
    if (!row || !before || !health) return null
    const same = { id: rowId, health: row.health }
    const changed = await db('bases')
      .where(same)
      .update({ health: JSON.stringify(health) })
    if (changed === 1) return before
  }
  throw new Error('the health of a base never comes to rest')
}

/** Asks the worker, in whichever process it runs, for a round now. */
export async function nudge(db: Db, rowId: number, at: string): Promise<void> {
  await db('bases').where('id', rowId).update({ nudged_at: at })
}

export async function saveProfile(
  db: Db,
  rowId: number,
  { profile, fingerprint }: Pick<Base, 'profile' | 'fingerprint'>,
): Promise<void> {
  await db('bases')
    .where('id', rowId)
    .update({ profile: JSON.stringify(profile), fingerprint })
}

/**
 * Becomes the one reader of a base until `until`, unless another process holds it. A reader that did not give the base back was cut off, be it
 * in the middle of a call: until `lateUntil` that may still be carried out.
 * @returns the fence that every later write of this reader must carry, or null.
 */
export async function leaseBase(db: Db, { rowId, owner, now, until, lateUntil }: Lease): Promise<number | null> {
  const row: { fence: number; before: string } | undefined = await db('bases')
    .where('id', rowId)
    .first('fence', 'lease_owner as before')
  if (!row) return null
  const taken = await db('bases')
    .where({ id: rowId, fence: row.fence })
    .where((free) => free.where('lease_until', '<=', now).orWhere('lease_owner', owner))
    .update({
      lease_owner: owner,
      lease_until: until,
      fence: row.fence + 1,
      ...(row.before !== '' && { late_until: lateUntil }),
    })
  return taken === 1 ? row.fence + 1 : null
}

/** Until when a call of a reader, this one or one before, may still be carried out although nobody waits for it; '' = there is none. */
export async function lateCallsOf(db: Db, rowId: number): Promise<string> {
  const row: { until: string } | undefined = await db('bases').where('id', rowId).first('late_until as until')
  return row?.until ?? ''
}

export interface Lease {
  rowId: number
  /** Name of the process. */
  owner: string
  now: string
  until: string
  /** Until when a call of a reader that was cut off may still be carried out. */
  lateUntil: string
}

/** A base that this process holds. */
export interface HeldBase {
  rowId: number
  fence: number
  /** Until when a call in which this reader was cut off may still be carried out. */
  lateUntil?: string
}

/** @returns false when somebody else has taken the base over. */
export async function holdBase(db: Db, { rowId, fence }: HeldBase, until: string): Promise<boolean> {
  return (await db('bases').where({ id: rowId, fence }).update({ lease_until: until })) === 1
}

/**
 * Gives the base back. The call that may come late is noted first, whoever holds the base by now: when that fails the base is not given
 * back, and whoever takes it over notes it.
 */
export async function releaseBase(db: Db, { rowId, fence, lateUntil }: HeldBase): Promise<void> {
  if (lateUntil !== undefined) await db('bases').where('id', rowId).update({ late_until: lateUntil })
  await db('bases').where({ id: rowId, fence }).update({ lease_owner: '', lease_until: '' })
}

function fromRow(row: BaseRow): Base {
  const { id, uuid, time_zone: timeZone, ...rest } = row
  return {
    rowId: id,
    id: uuid,
    name: rest.name,
    connector: rest.connector,
    mapping: rest.mapping,
    url: rest.url,
    login: rest.login,
    secret: rest.secret,
    timeZone,
    fingerprint: rest.fingerprint,
    profile: profileOf(rest.profile),
    health: JSON.parse(rest.health) as BaseHealth,
    enabled: Boolean(rest.enabled),
    nudgedAt: rest.nudged_at,
  }
}

/** What the engine looks at several times a second is large and hardly ever changes: the same text is read once. */
function profileOf(text: string): Base['profile'] {
  const known = profiles.get(text)
  if (known) return known
  if (profiles.size >= MOST_BASES) profiles.clear()
  const profile = JSON.parse(text) as Base['profile']
  profiles.set(text, profile)
  return profile
}

const profiles = new Map<string, Base['profile']>()
