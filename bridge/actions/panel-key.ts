/** The key by which an accounting base asks for tickets of the panel: given once, taken away, recognised. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { notFound, Problem } from '../domain/problem.ts'
import { audit } from '../store/audit.ts'
import { listBases } from '../store/bases.ts'
import type { Context } from '../store/context.ts'
import { changePanelKey, panelKeyOf, type PanelKey } from '../store/panel-keys.ts'
import { dropTicketsOf } from '../store/panel-tickets.ts'
import { newToken } from './session-token.ts'

/** Seals and opens secrets; the key of the installation stays where it is kept. */
export interface Sealing {
  seal(secret: string): string
  open(sealed: string): string
}

/** A new key for the base of this name: the only time that it is told. The former key opens nothing any more. @throws Problem `base.not-found` */
export async function givePanelKey(ctx: Context, name: string, { seal }: Pick<Sealing, 'seal'>): Promise<string> {
  const secret = newToken()
  const id = await changeKey(ctx, { name, sealed: seal(secret), action: 'give-panel-key' })
  return `${id}.${secret}`
}

/** Turns the panel of a base off; panels that are open end. @throws Problem `base.not-found` */
export async function takePanelKey(ctx: Context, name: string): Promise<void> {
  await changeKey(ctx, { name, sealed: '', action: 'take-panel-key' })
}

interface KeyChange {
  name: string
  sealed: string
  action: string
}

function changeKey(ctx: Context, { name, sealed, action }: KeyChange): Promise<string> {
  return ctx.transaction(async (tx) => {
    const base = (await listBases(tx.db)).find((one) => one.name === name)
    if (!base) throw notFound('base')
    await changePanelKey(tx.db, base.rowId, sealed)
    await dropTicketsOf(tx.db, base.rowId)
    await audit(tx, { action, subject: `base:${base.id}`, facts: { base: name } })
    return base.id
  })
}

/** Longest key that is worth a look, characters. */
const MOST_KEY = 200

/**
 * @param shown `<id of the base>.<secret>`
 * @throws Problem `panel.wrong-key`, the same for a base that is not there, one without a panel and one with another key
 */
export async function baseByPanelKey(ctx: Context, shown: string, { open }: Pick<Sealing, 'open'>): Promise<PanelKey> {
  const [, id = '', secret = ''] = (shown.length <= MOST_KEY && /^([0-9a-f-]{36})\.([\w-]+)$/.exec(shown)) || []
  const base = id === '' ? undefined : await panelKeyOf(ctx.db, id)
  if (!base || base.sealed === '' || !isSame(open(base.sealed), secret)) throw new Problem('panel.wrong-key')
  return base
}

function isSame(one: string, other: string): boolean {
  const [left, right] = [one, other].map((text) => createHash('sha256').update(text).digest())
  return left !== undefined && right !== undefined && timingSafeEqual(left, right)
}
