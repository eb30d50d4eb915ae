/** First shape of the database. Times are UTC ISO text, dates `YYYY-MM-DD`, money integer kopecks, quantities thousandths. */
import type { Knex } from 'knex'
import { keyType } from '../dialect.ts'
import { createNameIndex } from '../name-index.ts'

type Table = Knex.CreateTableBuilder

/** Names of organisations and people, long enough for 1C's longest; longer input is refused at the edge. */
const NAME_LENGTH = 400
const KEY_LENGTH = 64

export async function up(db: Knex): Promise<void> {
  await createPeople(db)
  await createBases(db)
  await createClients(db)
  await createReferences(db)
  await createDeals(db)
  await createInvoices(db)
  await createPayments(db)
  await createExchange(db)
  await createTroubles(db)
}

async function createPeople(db: Knex): Promise<void> {
  await db.schema.createTable('users', (t) => {
    record(t)
    t.string('login', KEY_LENGTH).notNullable().unique()
    t.string('name', NAME_LENGTH).notNullable()
    t.string('role', 20).notNullable()
    t.string('department', 100).notNullable().defaultTo('')
    t.string('language', 5).notNullable().defaultTo('ru')
    t.string('password_hash', 300).notNullable()
    t.boolean('active').notNullable().defaultTo(true)
  })
  await db.schema.createTable('sessions', (t) => {
    t.string('token_hash', KEY_LENGTH).primary()
    t.integer('user_id').notNullable().references('users.id')
    t.string('kind', 10).notNullable() // cookie | bearer
    stamp(t, 'created_at')
    stamp(t, 'seen_at')
    stamp(t, 'expires_at')
    t.index(['user_id'])
  })
  await db.schema.createTable('idempotency', (t) => {
    t.increments('id')
    t.integer('user_id').notNullable()
    t.string('request_key', 100).notNullable()
    t.string('request_hash', KEY_LENGTH).notNullable()
    t.string('state', 10).notNullable() // running | done
    t.integer('status').notNullable().defaultTo(0)
    t.text('answer').notNullable()
    stamp(t, 'created_at')
    t.unique(['user_id', 'request_key'])
  })
  await db.schema.createTable('audit', (t) => {
    t.increments('id')
    stamp(t, 'at')
    t.string('who', NAME_LENGTH).notNullable()
    t.string('action', KEY_LENGTH).notNullable()
    t.string('subject', 100).notNullable()
    t.text('facts').notNullable()
    t.string('previous_hash', KEY_LENGTH).notNullable()
    t.string('hash', KEY_LENGTH).notNullable()
  })
}

async function createBases(db: Knex): Promise<void> {
  await db.schema.createTable('bases', (t) => {
    record(t)
    t.string('name', 100).notNullable().unique()
    t.string('connector', 30).notNullable()
    t.string('mapping', 30).notNullable() // folder of mappings/
    t.string('url', 1000).notNullable()
    t.string('login', 200).notNullable()
    t.text('secret').notNullable() // sealed with ZVENO_SECRET_KEY
    t.string('time_zone', 60).notNullable()
    t.string('fingerprint', KEY_LENGTH).notNullable().defaultTo('')
    t.text('profile').notNullable() // dialect profile, JSON
    t.text('health').notNullable() // BaseHealth, JSON
    t.boolean('enabled').notNullable().defaultTo(true)
    t.string('nudged_at', 30).notNullable().defaultTo('') // somebody asked for a round now
    // One reader at a time; the fence grows with each claim and is checked by every later write.
    t.string('lease_owner', KEY_LENGTH).notNullable().defaultTo('')
    t.string('lease_until', 30).notNullable().defaultTo('')
    t.integer('fence').notNullable().defaultTo(0)
  })
  await db.schema.createTable('cursors', (t) => {
    t.integer('base_id').notNullable().references('bases.id')
    t.string('stream', KEY_LENGTH).notNullable()
    t.text('value').notNullable()
    stamp(t, 'updated_at')
    t.primary(['base_id', 'stream'])
  })
}

async function createClients(db: Knex): Promise<void> {
  await db.schema.createTable('clients', (t) => {
    record(t)
    named(db, t)
    t.text('profile').notNullable()
    t.string('industry', 200).notNullable()
    t.string('region', 200).notNullable()
    t.string('website', 300).notNullable()
    t.text('address').notNullable()
    t.string('phone', 100).notNullable()
    t.string('email', 200).notNullable()
    t.text('note').notNullable()
    t.integer('manager_id').notNullable().references('users.id')
    versioned(t)
    t.index(['manager_id'])
  })
  await createNameIndex(db, 'clients')
  await db.schema.createTable('contacts', (t) => {
    record(t)
    t.integer('client_id').notNullable().references('clients.id')
    named(db, t)
    t.string('position', 200).notNullable()
    t.string('phone', 100).notNullable()
    t.string('email', 200).notNullable()
    versioned(t)
    t.index(['client_id'])
  })
  await db.schema.createTable('counterparties', (t) => {
    record(t)
    observed(t)
    named(db, t)
    t.string('full_name', 1100).notNullable()
    t.string('legal_form', 20).notNullable()
    t.string('tax_number', 20).notNullable()
    t.string('reason_code', 20).notNullable()
    t.string('phone', 200).notNullable()
    t.string('email', 200).notNullable()
    t.text('address').notNullable()
    t.boolean('is_group').notNullable().defaultTo(false)
    t.index(['tax_number', 'reason_code'])
  })
  await db.schema.createTable('client_counterparties', (t) => {
    t.integer('client_id').notNullable().references('clients.id')
    t.integer('counterparty_id').notNullable().references('counterparties.id')
    t.primary(['client_id', 'counterparty_id'])
    t.index(['counterparty_id'])
  })
}

async function createReferences(db: Knex): Promise<void> {
  await db.schema.createTable('organisations', (t) => {
    record(t)
    observed(t)
    named(db, t)
    t.string('full_name', 1100).notNullable()
    t.string('tax_number', 20).notNullable()
    t.string('reason_code', 20).notNullable()
    t.string('prefix', 10).notNullable()
    t.boolean('pays_vat').notNullable().defaultTo(true)
  })
  await db.schema.createTable('contracts', (t) => {
    record(t)
    observed(t)
    named(db, t)
    t.integer('counterparty_id').notNullable().references('counterparties.id')
    t.integer('organisation_id').references('organisations.id')
    t.string('number', 100).notNullable()
    t.string('date', 10).notNullable()
    t.string('sort', 20).notNullable()
    t.index(['counterparty_id'])
  })
  await db.schema.createTable('products', (t) => {
    record(t)
    observed(t)
    named(db, t)
    t.string('sku', 100).notNullable()
    t.boolean('service').notNullable()
    t.string('unit', 50).notNullable()
    t.bigInteger('price_minor').notNullable()
  })
}

async function createDeals(db: Knex): Promise<void> {
  await db.schema.createTable('cycles', (t) => {
    record(t)
    t.string('name', NAME_LENGTH).notNullable()
  })
  await db.schema.createTable('stages', (t) => {
    record(t)
    t.integer('cycle_id').notNullable().references('cycles.id')
    t.string('name', NAME_LENGTH).notNullable()
    t.integer('position').notNullable()
    t.string('kind', 10).notNullable()
    t.integer('norm_days').notNullable()
    t.string('on_fact', 20).notNullable()
  })
  await db.schema.createTable('deals', (t) => {
    record(t)
    named(db, t) // title
    t.integer('client_id').notNullable().references('clients.id')
    t.integer('cycle_id').notNullable().references('cycles.id')
    t.integer('stage_id').notNullable().references('stages.id')
    stamp(t, 'stage_since')
    t.integer('manager_id').notNullable().references('users.id')
    t.string('cause', NAME_LENGTH).notNullable()
    t.integer('counterparty_id').references('counterparties.id')
    t.integer('organisation_id').references('organisations.id')
    t.integer('contract_id').references('contracts.id')
    t.bigInteger('total_minor').notNullable().defaultTo(0)
    versioned(t)
    t.index(['client_id'])
    t.index(['stage_id'])
    t.index(['manager_id'])
  })
  await db.schema.createTable('deal_lines', (t) => {
    record(t)
    t.integer('deal_id').notNullable().references('deals.id')
    line(t)
    t.index(['deal_id'])
  })
  await db.schema.createTable('deal_events', (t) => {
    t.increments('id')
    t.integer('deal_id').notNullable().references('deals.id')
    stamp(t, 'at')
    t.string('who', NAME_LENGTH).notNullable()
    t.string('code', KEY_LENGTH).notNullable()
    t.text('facts').notNullable()
    t.index(['deal_id'])
  })
}

async function createInvoices(db: Knex): Promise<void> {
  await db.schema.createTable('invoices', (t) => {
    record(t)
    observed(t)
    t.integer('deal_id').references('deals.id')
    t.integer('counterparty_id').notNullable().references('counterparties.id')
    t.integer('organisation_id').notNullable().references('organisations.id')
    t.integer('contract_id').references('contracts.id')
    t.string('number', 50).notNullable()
    t.text('former_numbers').notNullable() // JSON list of text
    t.string('date', 10).notNullable()
    t.string('state', 20).notNullable()
    t.boolean('vat_included').notNullable()
    t.bigInteger('total_minor').notNullable()
    t.bigInteger('vat_minor').notNullable()
    t.bigInteger('paid_minor').notNullable().defaultTo(0)
    t.boolean('posted').notNullable()
    t.text('comment').notNullable()
    t.index(['deal_id'])
    t.index(['counterparty_id', 'date'])
    t.index(['number'])
  })
  await db.schema.createTable('invoice_lines', (t) => {
    t.increments('id')
    t.integer('invoice_id').notNullable().references('invoices.id')
    line(t)
    t.string('vat_rate', 10).notNullable()
    t.bigInteger('vat_minor').notNullable()
    t.index(['invoice_id'])
  })
  await db.schema.createTable('invoice_versions', (t) => {
    t.increments('id')
    t.integer('invoice_id').notNullable().references('invoices.id')
    t.integer('version').notNullable()
    stamp(t, 'at')
    t.string('author', NAME_LENGTH).notNullable() // a person of ours, or the base
    t.text('body').notNullable() // the invoice as it was, JSON
    t.boolean('acknowledged').notNullable() // the manager has seen and accepted it
    t.unique(['invoice_id', 'version'])
  })
}

async function createPayments(db: Knex): Promise<void> {
  await db.schema.createTable('payments', (t) => {
    record(t)
    observed(t)
    t.string('channel', 10).notNullable()
    t.string('number', 50).notNullable()
    t.string('date', 10).notNullable()
    t.string('bank_number', 50).notNullable()
    t.string('bank_date', 10).notNullable()
    t.integer('counterparty_id').references('counterparties.id')
    t.integer('organisation_id').references('organisations.id')
    t.string('payer_name', NAME_LENGTH).notNullable()
    t.bigInteger('amount_minor').notNullable()
    t.bigInteger('advance_minor').notNullable()
    t.text('purpose').notNullable()
    t.boolean('posted').notNullable()
    t.index(['counterparty_id', 'date'])
  })
  await db.schema.createTable('allocations', (t) => {
    t.increments('id')
    t.integer('payment_id').notNullable().references('payments.id')
    t.integer('invoice_id').notNullable().references('invoices.id')
    t.integer('row').notNullable()
    t.bigInteger('named_minor').notNullable() // what the accountant put on this invoice
    t.bigInteger('amount_minor').notNullable() // the part of it that the invoice could still take; the rest is advance
    t.string('reason', 30).notNullable()
    t.unique(['payment_id', 'row'])
    t.index(['invoice_id'])
  })
}

async function createExchange(db: Knex): Promise<void> {
  await db.schema.createTable('links', (t) => {
    t.increments('id')
    t.integer('base_id').notNullable().references('bases.id')
    t.string('noun', 20).notNullable()
    t.integer('our_id').notNullable() // row of the noun's table
    t.string('foreign_key', KEY_LENGTH).notNullable()
    t.string('version', KEY_LENGTH).notNullable() // DataVersion last seen
    t.string('hash', KEY_LENGTH).notNullable() // of the mapped fields last seen: own echoes and empty re-saves change nothing
    t.string('day', 10).notNullable() // document date for window comparison, '' for catalogues
    t.boolean('gone').notNullable().defaultTo(false)
    t.unique(['base_id', 'noun', 'foreign_key'])
    t.index(['noun', 'our_id'])
    t.index(['base_id', 'noun', 'day'])
  })
  await db.schema.createTable('intents', (t) => {
    record(t)
    t.integer('base_id').notNullable().references('bases.id')
    t.string('noun', 20).notNullable()
    t.integer('subject_id').notNullable()
    t.string('state', 20).notNullable()
    t.string('foreign_key', KEY_LENGTH).notNullable()
    t.text('payload').notNullable()
    t.string('payload_hash', KEY_LENGTH).notNullable()
    t.string('mapping_version', KEY_LENGTH).notNullable()
    t.integer('sent').notNullable().defaultTo(0) // attempts recorded before their first byte left
    t.integer('attempts').notNullable().defaultTo(0)
    stamp(t, 'next_try_at')
    t.string('reason', KEY_LENGTH).notNullable().defaultTo('')
    t.text('facts').notNullable()
    t.integer('author_id').notNullable().references('users.id')
    t.string('lease_owner', KEY_LENGTH).notNullable().defaultTo('')
    t.string('lease_until', 30).notNullable().defaultTo('')
    t.integer('fence').notNullable().defaultTo(0)
    stamp(t, 'created_at')
    stamp(t, 'updated_at')
    t.index(['state', 'next_try_at'])
    t.index(['noun', 'subject_id'])
  })
}

async function createTroubles(db: Knex): Promise<void> {
  await db.schema.createTable('troubles', (t) => {
    record(t)
    t.integer('base_id')
    t.string('code', KEY_LENGTH).notNullable()
    t.text('facts').notNullable()
    t.string('noun', 20).notNullable()
    t.string('subject', KEY_LENGTH).notNullable() // public id of ours, or the foreign key where we have no record
    t.text('answers').notNullable() // JSON list of text
    t.string('state', 10).notNullable()
    stamp(t, 'created_at')
    t.string('answered_by', NAME_LENGTH).notNullable().defaultTo('')
    t.string('answered_at', 30).notNullable().defaultTo('')
    t.index(['state', 'created_at'])
    t.index(['noun', 'subject', 'code'])
  })
  await db.schema.createTable('runs', (t) => {
    record(t)
    t.integer('base_id').notNullable().references('bases.id')
    stamp(t, 'started_at')
    t.string('finished_at', 30).notNullable().defaultTo('')
    t.text('counts').notNullable()
    t.integer('requests').notNullable().defaultTo(0)
    t.string('outcome', 10).notNullable()
    t.string('reason', KEY_LENGTH).notNullable().defaultTo('')
    t.index(['base_id', 'started_at'])
  })
  // What a base told us (observations) and what we told it, per record, inputs kept.
  await db.schema.createTable('journal', (t) => {
    t.increments('id')
    t.integer('base_id').notNullable()
    t.integer('run_id').notNullable().defaultTo(0)
    stamp(t, 'at')
    t.string('direction', 4).notNullable() // in | out
    t.string('noun', 20).notNullable()
    t.string('foreign_key', KEY_LENGTH).notNullable()
    t.string('version', KEY_LENGTH).notNullable()
    t.string('outcome', 20).notNullable() // applied | unchanged | skipped | conflict | pending | sent | stored | refused ...
    t.string('reason', KEY_LENGTH).notNullable()
    t.string('mapping_version', KEY_LENGTH).notNullable()
    t.text('body').notNullable()
    t.index(['base_id', 'noun', 'foreign_key'])
  })
}

function record(t: Table): void {
  t.increments('id')
  t.string('uuid', 36).notNullable().unique()
}

/** `search_key`: NFC, lower case, ё as е; filled by code. */
function named(db: Knex, t: Table): void {
  t.string('name', NAME_LENGTH).notNullable()
  t.specificType('search_key', keyType(db, NAME_LENGTH)).notNullable().index()
}

function versioned(t: Table): void {
  t.integer('version').notNullable().defaultTo(1)
  stamp(t, 'created_at')
  stamp(t, 'updated_at')
}

/** Columns of every record that lives in a base: which base (null = ours only so far), and how fresh. */
function observed(t: Table): void {
  t.integer('base_id').references('bases.id')
  t.boolean('marked').notNullable().defaultTo(false)
  t.boolean('gone').notNullable().defaultTo(false)
  t.string('as_of', 30).notNullable().defaultTo('')
  t.integer('version').notNullable().defaultTo(1)
}

function line(t: Table): void {
  t.integer('position').notNullable()
  t.integer('product_id').references('products.id')
  t.text('text').notNullable()
  t.bigInteger('quantity_milli').notNullable()
  t.bigInteger('price_minor').notNullable()
  t.bigInteger('sum_minor').notNullable()
}

function stamp(t: Table, name: string): void {
  t.string(name, 30).notNullable()
}
