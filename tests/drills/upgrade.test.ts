/** I-20: another Zveno takes over with documents in flight, and the former one comes back; no document comes twice. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readBackup } from '../../bridge/cli/backup/file.ts'
import { FILE, openDatabase, type Database } from '../../bridge/store/db.ts'
import { migrate } from '../../bridge/store/migrate.ts'
import { MIGRATIONS } from '../../bridge/store/migrations/index.ts'
import { restore, site, type Running, type Site } from './site.ts'

const IN_FLIGHT = 30
const BASE = { base: 'gives keys of its own' } as const
/** What the Zveno before this change knew. */
const FORMER = MIGRATIONS.slice(
  0,
  MIGRATIONS.findIndex(({ name }) => name === '006-installation'),
)

let here: Site

beforeEach(async () => {
  here = await site()
}, 60_000)
afterEach(() => here.close())

describe('An upgrade with 30 documents in flight, and back (I-20)', () => {
  it('begins with a backup; put back, the former shape goes on, and no document comes twice', async () => {
    const before = await here.start('zveno', BASE)
    for (let count = 0; count < IN_FLIGHT; count++) await before.order()
    await makeFormer(before)
    const upgraded = await here.start('zveno', BASE)
    await upgraded.rest()
    await upgraded.stop()
    const [backup, ...more] = backups()
    const documents = marks()

    await restore(here, backup ?? '', 'zveno')
    const back = await here.start('zveno', BASE)
    const heard = here.heard()
    await back.engine.once()
    const silent = here.heard() - heard
    await back.answer('resume')
    await back.rest()

    expect(more).toEqual([])
    expect(silent).toBe(0)
    expect(documents).toHaveLength(IN_FLIGHT)
    expect(marks()).toEqual(documents)
    expect(new Set(marks()).size).toBe(IN_FLIGHT)
    expect(await unissued(back)).toBe(0)
  }, 240_000)

  it('the former Zveno refuses the new shape in a sentence, and opens what was backed up before it', async () => {
    const before = await here.start('zveno')
    await makeFormer(before)
    await (await here.start('zveno')).stop()
    const sound = await readBackup(backups()[0] ?? '')
    const inside = here.folder('inside')
    await (await openDatabase({ url: '', folder: inside })).close()
    await sound.unpack(join(inside, 'unpacked'))

    const newer = asFormer(here.folder('zveno'), FILE)
    await expect(newer).rejects.toMatchObject({ code: 'database.newer' })
    await expect(asFormer(inside, 'unpacked')).resolves.toBeUndefined()
    expect(sound.manifest.migrations).toEqual(FORMER.map(({ name }) => name))
  }, 60_000)

  it('without a place for the backup nothing is upgraded', async () => {
    const before = await here.start('zveno')
    await makeFormer(before)
    const folder = here.folder('zveno')
    const full = () => Promise.reject(new Error('no space left'))
    const refused = openDatabase({ url: '', folder, beforeUpgrade: full })

    await expect(refused).rejects.toThrow('no space left')
    await expect(asFormer(folder, FILE)).resolves.toBeUndefined()
  }, 60_000)

  it('a new database and a restart need none', async () => {
    await (await here.start('zveno')).stop()
    await (await here.start('zveno')).stop()

    expect(backups()).toEqual([])
  }, 60_000)
})

/** What migrations since then have made, in the order in which it can go. */
const MADE_SINCE = [
  'panel_tickets',
  'consents',
  'tombstones',
  'erasure_acts',
  'callers',
  'changes',
  'edits',
  'found_lookups',
  'news',
  'mapping_versions',
  'differences',
  'certificates',
  'installation',
]

/** Brings a stopped database to the shape that the Zveno before this change had given it. */
async function makeFormer(running: Running): Promise<void> {
  const { db } = running.bridge.database
  const later = MIGRATIONS.slice(FORMER.length).map(({ name }) => name)
  for (const table of MADE_SINCE) await db.schema.dropTable(table)
  await db.schema.alterTable('runs', (t) => t.dropIndex([], 'runs_of_kind'))
  for (const column of ['kind', 'author', 'of_run_id']) await db.raw('alter table runs drop column ??', [column])
  await db.raw('alter table intents drop column act')
  for (const column of ['panel_key', 'late_until']) await db.raw('alter table bases drop column ??', [column])
  await db.raw('alter table counterparties drop column alias_of')
  await db.raw('alter table counterparties drop column mark_kept')
  await db.schema.alterTable('intents', (t) => {
    t.dropIndex([], 'intents_due')
    t.dropIndex([], 'intents_by_foreign_key')
    t.dropIndex([], 'intents_of_ours')
    t.index(['state', 'next_try_at'])
    t.index(['noun', 'subject_id'])
    t.index(['base_id', 'noun', 'foreign_key'], 'intents_by_foreign_key')
  })
  await db.schema.alterTable('invoices', (t) => {
    t.dropIndex([], 'invoices_of_deals')
    t.index(['deal_id'])
    t.index(['number'])
  })
  await db.schema.alterTable('links', (t) => {
    t.dropIndex([], 'links_of_ours')
    t.index(['noun', 'our_id'])
    t.dropIndex([], 'links_by_day')
    t.index(['base_id', 'noun', 'day'])
  })
  await db('migrations').whereIn('name', later).delete()
  await running.stop()
}

/** Opens a database as the Zveno before this change does. */
async function asFormer(folder: string, file: string): Promise<void> {
  const { default: knex } = await import('knex')
  const { sqliteConfig } = await import('../../bridge/store/sqlite.ts')
  const db = knex(sqliteConfig(join(folder, file), 'writer')) as Database['db']
  try {
    await migrate({ db }, undefined, FORMER)
  } finally {
    await db.destroy()
  }
}

function backups(): string[] {
  const folder = here.folder('zveno')
  const files = readdirSync(folder).filter((file) => file.startsWith('before-upgrade-'))
  return files.map((file) => join(folder, file))
}

function marks(): string[] {
  const comments = here.accounting.ours().map(({ fields }) => String(fields['Комментарий']))
  return comments.map((comment) => comment.split(/\s/)[0] ?? '').toSorted()
}

async function unissued({ bridge }: Running): Promise<number> {
  const rows = bridge.database.db('invoices').whereNotNull('deal_id').whereNot('state', 'issued')
  return ((await rows.pluck('id')) as number[]).length
}
