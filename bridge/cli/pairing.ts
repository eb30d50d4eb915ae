/**
 * Is this the database that has worked with the bases, in the place where it did? Looked at when the bridge is put together;
 * whatever is doubtful stops the exchange until a person has looked.
 */
import { stopInDoubt } from '../actions/stop-in-doubt.ts'
import type { Viewer } from '../domain/people.ts'
import type { BridgeDoubt } from '../domain/sync.ts'
import { contextOn, type Context } from '../store/context.ts'
import type { Database } from '../store/db.ts'
import { holdsMark, latestMark, moveIn, takeInstallation, type Installation, type Mark } from '../store/installation.ts'
import type { Log } from './log.ts'
import { orderedId } from './ordered-id.ts'
import { openTwin, type Twin } from './twin.ts'

export interface Pairing {
  installation: string
  /** Why the exchange was stopped by this very start, null = nothing is doubtful. */
  doubt: BridgeDoubt | null
  /** Writes down beside the database how far it has come; stops the exchange when it has gone back. */
  remember(): Promise<Mark>
}

export interface Paired {
  database: Database
  folder: string
  /** Address of a server, '' = the database lies in the folder. */
  url: string
  robot: Viewer
  /** UTC ISO text. */
  now: () => string
  log: Log
}

export async function pair(given: Paired): Promise<Pairing> {
  const { database, folder, url, robot, now, log } = given
  const twin = openTwin(folder)
  const home = url === '' ? twin.home : serverHome(url)
  const ctx = contextOn(database, { viewer: robot, now, newId: orderedId })
  const { installation, doubt } = await ctx.transaction((tx) => moveInWith(tx, twin, home))
  if (doubt) log('installation.doubt', { doubt })
  let before = await latestMark(database.reader)
  twin.remember({ installation, mark: before })
  const remember = async () => {
    const mark = await latestMark(database.reader)
    if (!(await holdsMark(database.reader, before))) await stopInDoubt(ctx, 'bridge.restored')
    if (JSON.stringify(mark) !== JSON.stringify(before)) twin.remember({ installation, mark })
    before = mark
    return mark
  }
  return { installation, doubt, remember }
}

async function moveInWith(
  tx: Context,
  twin: Twin,
  home: string,
): Promise<{ installation: string; doubt: BridgeDoubt | null }> {
  const fresh = { id: twin.remembered?.installation ?? tx.newId(), at: tx.now() }
  const found = await takeInstallation(tx.db, fresh)
  const doubt = await whyInDoubt(tx, found, { twin, home })
  // A start at home writes nothing.
  if (found.home !== home || found.restoredAt !== '') await moveIn(tx.db, home)
  const stopped = doubt === null ? 0 : await stopInDoubt(tx, doubt)
  return { installation: found.id, doubt: stopped > 0 ? doubt : null }
}

async function whyInDoubt(
  { db }: Context,
  found: Installation,
  { twin, home }: { twin: Twin; home: string },
): Promise<BridgeDoubt | null> {
  const { remembered } = twin
  if (found.restoredAt !== '') return 'bridge.restored'
  const ours = remembered?.installation === found.id
  if (ours && !(await holdsMark(db, remembered.mark))) return 'bridge.restored'
  if (found.home === '') return null
  // Beside a file of its own a database has its twin; a server may get another folder any day.
  const strange = home === twin.home && (remembered === null || twin.copied)
  return strange || found.home !== home ? 'bridge.copied' : null
}

/** Without user and password: they may change, and nobody else is to read them. */
function serverHome(url: string): string {
  const { protocol, host, pathname } = new URL(url)
  return `${protocol}//${host}${pathname}`
}
