/** Keys by which accounting bases ask for tickets of the panel: stored sealed, never answered. */
import type { Db } from './db.ts'

export interface PanelKey {
  rowId: number
  name: string
  /** '' = the panel is off for this base. */
  sealed: string
}

/** @param id public id of the base */
export async function panelKeyOf(db: Db, id: string): Promise<PanelKey | undefined> {
  const row: { id: number; name: string; panel_key: string } | undefined = await db('bases')
    .where({ uuid: id, enabled: true })
    .first('id', 'name', 'panel_key')
  return row && { rowId: row.id, name: row.name, sealed: row.panel_key }
}

/** Of every base that has one. */
export async function panelKeys(db: Db): Promise<PanelKey[]> {
  const rows: { id: number; name: string; panel_key: string }[] = await db('bases')
    .whereNot('panel_key', '')
    .orderBy('id')
    .select('id', 'name', 'panel_key')
  return rows.map(({ id, name, panel_key: sealed }) => ({ rowId: id, name, sealed }))
}

/** @param sealed '' turns the panel off */
export async function changePanelKey(db: Db, rowId: number, sealed: string): Promise<void> {
  await db('bases').where('id', rowId).update({ panel_key: sealed })
}
