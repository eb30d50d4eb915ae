/**
 * One exam for every door to an accounting base. A new connector passes it by showing a far side that a hand can move:
 * it edits, removes, loses answers and refuses like the real thing. Invariants I1, I6, I9, I10, I15 of the reliability page.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Connector, Fields, Foreign } from '../../connectors/connector.ts'
import { Changed, Misfit, Refused, Unreachable } from '../../connectors/errors.ts'
import { Reader } from './reader.ts'

/** What an examiner needs besides the connector: the hand inside the base, and eyes for what leaked. */
export interface ExamWorld {
  connector: Connector
  kinds: { client: string; invoice: string }
  /** Smallest complete fields of a client, and of an invoice for it. */
  clientFields: (name: string) => Fields
  invoiceFields: (clientKey: string) => Fields
  nameField: string
  /** Fresh key of ours. */
  newKey: () => string
  hand: Hand
  /** Texts that must never be seen in an error or in the log. */
  secrets: string[]
  /** Everything the connector logged. */
  events: unknown[]
  close: () => Promise<void>
}

/** The people behind the base. Keys and kinds are the base's own. */
export interface Hand {
  create: (kind: string, fields: Fields) => string
  edit: (kind: string, key: string, fields: Fields) => void
  remove: (kind: string, key: string) => void
  count: (kind: string) => number
  /** The next write is carried out, but its answer never arrives. */
  loseNextAnswer: () => void
  /** Nothing answers until called with false. */
  vanish: (gone: boolean) => void
  /** The next posting is refused; answers the sentence the base says. */
  refusePosting: (kind: string, key: string) => string
  /** Calls `deed` once, as soon as the base has served a page of changes of a kind. */
  onNextPage: (kind: string, deed: () => void) => void
  /** How often the base has been told that changes are stored; stays 0 where it keeps no book of them. */
  acknowledged: () => number
}

/** Runs the exam. `makeWorld` gives a base with a handful of records of its own; each test gets its own world. */
export function connectorExam(name: string, makeWorld: () => Promise<ExamWorld>): void {
  describe(`The exam of connectors: ${name}`, () => {
    let world: ExamWorld
    beforeEach(async () => {
      world = await makeWorld()
    })
    afterEach(() => world.close())

    identity(() => world)
    unknownOutcomes(() => world)
    refusals(() => world)
    following(() => world)
    secrecy(() => world)
  })
}

type At = () => ExamWorld

const HOSTILE_NAMES = [
  'ООО «Ёлка & Ко» \'"<b>',
  'Ŝafo 株式会社 🚀',
  'a + b = 100%25 ? # /',
  'перевод\nстроки\tи табуляция',
  'ё'.repeat(90),
]

function identity(at: At): void {
  it('a record is found, read and changed under the key we chose (I1)', async () => {
    const { connector, kinds, clientFields, nameField, newKey } = at()
    const key = newKey()

    const made = await connector.write({ kind: kinds.client, key, fields: clientFields('Новый клиент') })
    const changed = await connector.write({
      kind: kinds.client,
      key,
      fields: { [nameField]: 'Другое имя' },
      seen: made.version,
    })

    expect(made).toMatchObject({ kind: kinds.client, key, gone: false })
    expect(await connector.read(kinds.client, key.toUpperCase())).toEqual(changed)
    expect((await connector.find(kinds.client, { [nameField]: 'Другое имя' }, 10)).map((found) => found.key)).toEqual([
      key,
    ])
    expect(changed.version).not.toBe(made.version)
  })

  it('creating twice under one key leaves one record and says that it exists (I1)', async () => {
    const { connector, kinds, clientFields, newKey, hand } = at()
    const key = newKey()
    const before = hand.count(kinds.client)
    await connector.write({ kind: kinds.client, key, fields: clientFields('Первый') })

    const again = await errorOf(connector.write({ kind: kinds.client, key, fields: clientFields('Второй') }))

    expect(again).toBeInstanceOf(Refused)
    expect(again).toMatchObject({ reason: 'base.exists' })
    expect(hand.count(kinds.client)).toBe(before + 1)
  })

  it('a record that is not there is null, not an error', async () => {
    const { connector, kinds, newKey } = at()

    expect(await connector.read(kinds.client, newKey())).toBeNull()
  })

  it.each(HOSTILE_NAMES)('the name %j survives the way there and back', async (name) => {
    const { connector, kinds, clientFields, nameField, newKey } = at()
    const key = newKey()

    await connector.write({ kind: kinds.client, key, fields: clientFields(name) })

    expect((await connector.find(kinds.client, { [nameField]: name }, 2)).map((found) => found.key)).toEqual([key])
    expect((await connector.read(kinds.client, key))?.fields[nameField]).toBe(name)
  })

  it('a change made by somebody else meanwhile is reported, not overwritten (I11)', async () => {
    const { connector, kinds, clientFields, nameField, newKey, hand } = at()
    const key = newKey()
    const seen = await connector.write({ kind: kinds.client, key, fields: clientFields('Наш') })
    hand.edit(kinds.client, key, { [nameField]: 'Чужой' })

    const error = await errorOf(
      connector.write({ kind: kinds.client, key, fields: { [nameField]: 'Снова наш' }, seen: seen.version }),
    )

    expect(error).toBeInstanceOf(Changed)
    expect((await connector.read(kinds.client, key))?.fields[nameField]).toBe('Чужой')
  })
}

function unknownOutcomes(at: At): void {
  it('an answer lost after the deed is "unknown", and reading by our key settles it (I10)', async () => {
    const { connector, kinds, clientFields, newKey, hand } = at()
    const key = newKey()
    const before = hand.count(kinds.client)
    hand.loseNextAnswer()

    const error = await errorOf(connector.write({ kind: kinds.client, key, fields: clientFields('Неизвестный') }))

    expect(error).toBeInstanceOf(Unreachable)
    expect(error).toMatchObject({ uncertain: true })
    expect(await connector.read(kinds.client, key)).toMatchObject({ key })
    expect(hand.count(kinds.client)).toBe(before + 1)
  })

  it('a base that is away did nothing, and works again when it is back', async () => {
    const { connector, kinds, clientFields, newKey, hand } = at()
    const key = newKey()
    await connector.describe()
    hand.vanish(true)
    expect(await errorOf(connector.read(kinds.client, key))).toMatchObject({ name: 'Unreachable', uncertain: false })

    hand.vanish(false)

    expect(await connector.write({ kind: kinds.client, key, fields: clientFields('После перерыва') })).toMatchObject({
      key,
    })
  })
}

function refusals(at: At): void {
  it('the words of the base reach the person who must decide', async () => {
    const { connector, kinds, hand } = at()
    const key = await draftInvoice(at())
    const said = hand.refusePosting(kinds.invoice, key)

    const error = await errorOf(connector.post(kinds.invoice, key))

    expect(error).toBeInstanceOf(Refused)
    expect(error instanceof Error && error.message).toContain(said)
    expect((await connector.read(kinds.invoice, key))?.fields['Posted']).toBe(false)
  })

  it('posting and unposting say what the document is afterwards', async () => {
    const { connector, kinds } = at()
    const key = await draftInvoice(at())

    expect((await connector.post(kinds.invoice, key)).fields['Posted']).toBe(true)
    expect((await connector.unpost(kinds.invoice, key)).fields['Posted']).toBe(false)
  })

  it('a field that the base does not have stops the connection instead of losing data (I6)', async () => {
    const { connector, kinds, newKey, hand } = at()
    const before = hand.count(kinds.client)

    const error = await errorOf(connector.write({ kind: kinds.client, key: newKey(), fields: { НетТакогоПоля: 'x' } }))

    expect(error).toBeInstanceOf(Misfit)
    expect(error).toMatchObject({ reason: 'base.unknown-field', message: expect.stringContaining('НетТакогоПоля') })
    expect(hand.count(kinds.client)).toBe(before)
  })
}

function following(at: At): void {
  it('the first load brings every record once it has ended, and the next round brings nothing', async () => {
    const { kinds, hand } = at()
    const reader = readerOf(at())

    await reader.read()

    expect(reader.keys(kinds.client)).toHaveLength(hand.count(kinds.client))
    expect(await reader.read()).toEqual([])
  })

  it('a record that comes while pages are read is not lost', async () => {
    const { kinds, clientFields, hand } = at()
    const reader = readerOf(at())
    let late = ''
    hand.onNextPage(kinds.client, () => (late = hand.create(kinds.client, clientFields('Аккурат посередине'))))

    await reader.read()
    await reader.read()

    expect(late).not.toBe('')
    expect(reader.keys(kinds.client)).toContain(late)
  })

  it('a new, a changed and a deleted record arrive in the next round', async () => {
    const { kinds, clientFields, nameField, hand } = at()
    const reader = readerOf(at())
    const changed = hand.create(kinds.client, clientFields('Будет изменён'))
    const removed = hand.create(kinds.client, clientFields('Будет удалён'))
    await reader.read()
    const fresh = hand.create(kinds.client, clientFields('Новый'))
    hand.edit(kinds.client, changed, { [nameField]: 'Изменён' })
    hand.remove(kinds.client, removed)

    const items = await reader.read()

    expect(items.find(({ key }) => key === fresh)).toMatchObject({ gone: false })
    expect(items.find(({ key }) => key === changed)?.fields[nameField]).toBe('Изменён')
    expect(items.find(({ key }) => key === removed)).toMatchObject({ gone: true, fields: {} })
    expect(items).toHaveLength(3)
  })

  it('what was not stored comes again: nothing is acknowledged before the next page is asked for (I9)', async () => {
    const { connector, kinds, clientFields, hand } = at()
    const reader = readerOf(at())
    await reader.read()
    const fresh = hand.create(kinds.client, clientFields('Не сохранён'))
    const before = hand.acknowledged()

    const lost = await reader.readAndCrash()

    expect(lost.map(({ key }) => key)).toContain(fresh)
    expect(hand.acknowledged()).toBe(before)
    expect((await reader.read()).map(({ key }) => key)).toContain(fresh)
    expect(hand.acknowledged()).toBe(connector.abilities.changes === 'plan' ? before + 1 : before)
  })

  it('a first load that was broken off goes on from its cursor and misses nothing', async () => {
    const { kinds, hand } = at()
    const reader = readerOf(at())

    await reader.read(2)
    await reader.read()

    expect(reader.keys(kinds.client)).toHaveLength(hand.count(kinds.client))
    expect(reader.keys(kinds.invoice)).toHaveLength(hand.count(kinds.invoice))
  })

  it('a listing brings every record and takes nothing out of the stream of changes (A-15)', async () => {
    const { connector, kinds, clientFields, hand } = at()
    const reader = readerOf(at())
    await reader.read()
    const fresh = hand.create(kinds.client, clientFields('Между делом'))
    const before = hand.acknowledged()

    const listed = await allOf(connector, kinds.client)

    expect(new Set(listed.map(({ key }) => key)).size).toBe(hand.count(kinds.client))
    expect(hand.acknowledged()).toBe(before)
    expect((await reader.read()).map(({ key }) => key)).toEqual([fresh])
  })

  it('a position of another connection is refused', async () => {
    const reader = readerOf(at())
    reader.cursor = '{"v":0}'

    expect(await errorOf(reader.read())).toMatchObject({ reason: 'base.other-base' })
  })
}

function secrecy(at: At): void {
  it('no error and no log line carries a secret (I15)', async () => {
    const { connector, kinds, newKey, hand, events, secrets, clientFields } = at()
    hand.loseNextAnswer()
    const errors = [
      await errorOf(connector.write({ kind: kinds.client, key: newKey(), fields: clientFields('Секрет') })),
      await errorOf(connector.read('Catalog_Нет', newKey())),
      await errorOf(connector.read(kinds.client, 'не ключ')),
    ]
    hand.vanish(true)
    errors.push(await errorOf(connector.read(kinds.client, newKey())))

    const seen = errors.map(everythingIn).join('\n') + JSON.stringify(events)

    expect(events.length).toBeGreaterThan(0)
    for (const secret of secrets) expect(seen).not.toContain(secret)
  })
}

function readerOf({ connector, kinds }: ExamWorld): Reader {
  return new Reader(connector, [kinds.client, kinds.invoice])
}

async function draftInvoice({ connector, kinds, clientFields, invoiceFields, newKey }: ExamWorld): Promise<string> {
  const client = await connector.write({ kind: kinds.client, key: newKey(), fields: clientFields('Покупатель') })
  const invoice = await connector.write({ kind: kinds.invoice, key: newKey(), fields: invoiceFields(client.key) })
  return invoice.key
}

async function errorOf(doing: Promise<unknown>): Promise<unknown> {
  return doing.then(
    () => 'no error at all',
    (error: unknown) => error,
  )
}

/** Message, stack, own fields and causes of an error. */
function everythingIn(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return `${error.stack ?? ''} ${JSON.stringify(error)} ${error.cause === undefined ? '' : everythingIn(error.cause)}`
}

async function allOf(connector: Connector, kind: string): Promise<Foreign[]> {
  const found: Foreign[] = []
  for await (const items of connector.list({ kind, signal: AbortSignal.timeout(30_000) })) found.push(...items)
  return found
}
