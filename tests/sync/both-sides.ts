/** One legal entity as both sides keep it: a manager edits it in the CRM, an accountant in her own program. */
import { changeCounterparty } from '../../bridge/actions/change-counterparty.ts'
import { contextFor } from '../../bridge/cli/web.ts'
import type { Context } from '../../bridge/store/context.ts'
import type { CounterpartyTexts } from '../../bridge/store/counterparties.ts'
import { userByLogin, viewerOf } from '../../bridge/store/users.ts'
import type { World } from '../world.ts'

const SET = 'Catalog_Контрагенты'
const CONTACTS = 'КонтактнаяИнформация'
const ELENA = { by: 'Кузнецова' }

const TYPES = { phone: 'Телефон', email: 'АдресЭлектроннойПочты', address: 'Адрес' } as const
const KINDS = { phone: 'ТелефонКонтрагента', email: 'EmailКонтрагенты', address: 'ЮрАдресКонтрагента' } as const
const COLUMNS = { name: 'Description', fullName: 'НаименованиеПолное', reasonCode: 'КПП' } as const

export type BothField = keyof typeof TYPES | 'name' | 'fullName'
export type Texts = Partial<Record<BothField, string>>

export interface Entity {
  rowId: number
  id: string
  key: string
}

type Place = Pick<World, 'bridge' | 'simulator'>
/** The accountant's own program. */
type Desk = { simulator: Pick<World['simulator'], 'base' | 'ledger'> }

export async function contextOf({ bridge }: Pick<World, 'bridge'>, login: string): Promise<Context> {
  const user = await userByLogin(bridge.database.db, login)
  if (!user) throw new Error(`the demo world has no ${login}`)
  return contextFor(bridge, viewerOf(user))
}

/** Legal entities of clients of this manager that the base holds. */
export async function entitiesOf({ bridge }: Place, login: string): Promise<Entity[]> {
  const rows = (await bridge.database
    .db('counterparties')
    .join('client_counterparties', 'client_counterparties.counterparty_id', 'counterparties.id')
    .join('clients', 'clients.id', 'client_counterparties.client_id')
    .join('users', 'users.id', 'clients.manager_id')
    .join('links', 'links.our_id', 'counterparties.id')
    .where({ 'users.login': login, 'links.noun': 'counterparty', 'links.gone': false })
    .orderBy('counterparties.id')
    .select('counterparties.id', 'counterparties.uuid', 'links.foreign_key as key')) as Record<
    string,
    string | number
  >[]
  return rows.map((row) => ({ rowId: Number(row['id']), id: String(row['uuid']), key: String(row['key']) }))
}

/** A manager types new texts into the form of the client's card. */
export async function editHere(ctx: Context, id: string, texts: Partial<CounterpartyTexts>): Promise<void> {
  const { version } = (await ctx.db('counterparties').where('uuid', id).first('version')) as { version: number }
  await changeCounterparty(ctx, id, { version, ...texts })
}

/** The accountant types new texts into the card in her own program. */
export function editThere({ simulator }: Desk, key: string, texts: Texts): void {
  const entity = simulator.base.get(SET, key)
  if (!entity) throw new Error(`no counterparty ${key} in the base`)
  const body: Record<string, unknown> = {}
  let rows: readonly Row[] = entity.rows[CONTACTS] ?? []
  for (const [field, text] of Object.entries(texts)) {
    if (field in COLUMNS) body[COLUMNS[field as keyof typeof COLUMNS]] = text
    else {
      const contact = field as keyof typeof TYPES
      rows = withContact(rows, TYPES[contact], { text, kind: kindOf({ simulator }, KINDS[contact]) })
    }
  }
  simulator.ledger.change(SET, key, { ...body, [CONTACTS]: rows }, ELENA)
}

type Row = Record<string, unknown>

/** A card without such a row gets one, under the first kind that the base keeps for the type. */
function withContact(rows: readonly Row[], type: string, { text, kind }: { text: string; kind: string }): Row[] {
  const row = { Тип: type, Вид_Key: kind, Представление: text, Значение: '' }
  if (!rows.some((one) => one['Тип'] === type)) return [...rows, { ...row, LineNumber: String(rows.length + 1) }]
  return rows.map((one) => (one['Тип'] === type ? { ...one, Представление: text, Значение: '' } : one))
}

function kindOf({ simulator }: Desk, name: string): string {
  const kinds = [...simulator.base.all('Catalog_ВидыКонтактнойИнформации')]
  return kinds.find(({ fields }) => fields['PredefinedDataName'] === name)?.key ?? ''
}

/** What the card says there. */
export function textsThere({ simulator }: Desk, key: string): Record<BothField, string> {
  const entity = simulator.base.get(SET, key)
  const contact = (type: string) =>
    String((entity?.rows[CONTACTS] ?? []).find((row) => row['Тип'] === type)?.['Представление'] ?? '')
  return {
    name: String(entity?.fields['Description']),
    fullName: String(entity?.fields['НаименованиеПолное']),
    phone: contact(TYPES.phone),
    email: contact(TYPES.email),
    address: contact(TYPES.address),
  }
}

/** What the card says here. */
export async function textsHere(
  { bridge }: { bridge: Pick<World['bridge'], 'database'> },
  rowId: number,
): Promise<Record<BothField, string>> {
  const row = (await bridge.database.db('counterparties').where('id', rowId).first()) as Record<string, string>
  const { name = '', full_name: fullName = '', phone = '', email = '', address = '' } = row
  return { name, fullName, phone, email, address }
}

/** How often the base was written to by us: versions of the record that the robot of the exchange has saved. */
export async function writesOf({ bridge }: Place): Promise<number> {
  const rows = (await bridge.database.db('journal').where({ direction: 'out', outcome: 'sent' })) as object[]
  return rows.length
}
