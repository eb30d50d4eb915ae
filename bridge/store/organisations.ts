/** Our own firms, as a base keeps them. */
import type { Organisation } from '../domain/client.ts'
import { notFound } from '../domain/problem.ts'
import type { Db } from './db.ts'
import { yes, type Stored, type YesNo } from './rows.ts'

export interface StoredOrganisation extends Stored<Organisation> {
  /** Base that it belongs to: invoices of this firm go there. */
  baseRowId: number | null
  /** Marked for deletion, or no longer there. */
  marked: boolean
}

interface OrganisationRow {
  id: number
  uuid: string
  base_id: number | null
  name: string
  full_name: string
  tax_number: string
  reason_code: string
  prefix: string
  pays_vat: YesNo
  marked: YesNo
  gone: YesNo
}

/** Most firms of one company. */
const MOST_ORGANISATIONS = 200

/** @throws Problem `organisation.not-found` */
export async function findOrganisation({ db }: { db: Db }, id: string): Promise<StoredOrganisation> {
  const row: OrganisationRow | undefined = await db('organisations').where('uuid', id).first()
  if (!row) throw notFound('organisation')
  return fromRow(row)
}

/** Those that can still be chosen, by name. */
export async function listOrganisations({ db }: { db: Db }): Promise<StoredOrganisation[]> {
  const rows: OrganisationRow[] = await db('organisations')
    .where({ marked: false, gone: false })
    .orderBy([{ column: 'search_key' }, { column: 'id' }])
    .limit(MOST_ORGANISATIONS)
  return rows.map(fromRow)
}

function fromRow(row: OrganisationRow): StoredOrganisation {
  const { name, prefix } = row
  return {
    name,
    prefix,
    rowId: row.id,
    id: row.uuid,
    baseRowId: row.base_id,
    fullName: row.full_name,
    taxNumber: row.tax_number,
    reasonCode: row.reason_code,
    paysVat: yes(row.pays_vat),
    marked: yes(row.marked) || yes(row.gone),
  }
}
