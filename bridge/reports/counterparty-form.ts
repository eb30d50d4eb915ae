/** Which fields of a legal entity may be edited here, whose are the others, and what of them is on its way? */
import type { FieldWords } from '../domain/merge.ts'
import type { Asking, Row } from './asking.ts'
import type { CounterpartyForm, FormField } from './conflict-answers.ts'
import { counterpartyRow } from './counterparty.ts'
import { json, number, text } from './rows.ts'
import { toCounterparty } from './shapes.ts'

const FIELDS = ['name', 'fullName', 'taxNumber', 'reasonCode', 'phone', 'email', 'address'] as const
/** Latest edits that are looked at; of each field the last one speaks. */
const MOST_EDITS = 100

/** @throws Problem `counterparty.not-found`, also for one that stands for no client that the viewer may see */
export async function counterpartyForm(asking: Asking, id: string): Promise<CounterpartyForm> {
  const row = await counterpartyRow(asking, id)
  const [base, open] = await Promise.all([baseOf(asking, row), openFields(asking, row)])
  const { fieldWords } = json<{ fieldWords?: Record<string, FieldWords> }>(base ?? {}, 'profile', {})
  const entity = toCounterparty(row)
  return {
    id,
    name: entity.name,
    version: number(row, 'version'),
    baseName: base ? text(base, 'name') : '',
    fields: FIELDS.map((field): FormField => {
      const owner = base ? (fieldWords?.['counterparty']?.[field]?.owner ?? 'base') : 'crm'
      return { field, value: entity[field], owner, mayEdit: owner !== 'base', state: open.get(field) ?? 'agreed' }
    }),
  }
}

/** The base that holds it, or that is just getting it. */
async function baseOf({ db }: Pick<Asking, 'db'>, row: Row): Promise<Row | undefined> {
  const onItsWay = db('intents')
    .where({ noun: 'counterparty', subject_id: number(row, 'id') })
    .whereNotIn('state', ['done', 'cancelled'])
    .select('base_id')
  return (await db('bases')
    .where('id', number(row, 'base_id'))
    .orWhereIn('id', onItsWay)
    .orderBy('id')
    .first('name', 'profile')) as Row | undefined
}

async function openFields({ db }: Pick<Asking, 'db'>, row: Row): Promise<Map<string, FormField['state']>> {
  const edits: Row[] = await db('edits')
    .where({ noun: 'counterparty', subject_id: number(row, 'id') })
    .orderBy('id', 'desc')
    .limit(MOST_EDITS)
    .select('field', 'state', 'outcome')
  return new Map(edits.toReversed().map((edit) => [text(edit, 'field'), stateOf(edit)]))
}

function stateOf(edit: Row): FormField['state'] {
  if (text(edit, 'state') !== 'settled') return text(edit, 'state') as FormField['state']
  return text(edit, 'outcome') === 'withdrawn' ? 'withdrawn' : 'agreed'
}
