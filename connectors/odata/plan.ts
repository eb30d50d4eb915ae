/** Learns changes from our node of an exchange plan: the base registers every changed object for it until we acknowledge. */
import type { Page } from '../connector.ts'
import { Misfit, Unreachable } from '../errors.ts'
import { jsonOf, type Ask, type Base } from './ask.ts'
import type { ODataCatalogue, ODataKind } from './catalogue.ts'
import { cursorOf, type NodeNumbers, type Position } from './cursor.ts'
import { guid, query } from './literals.ts'
import type { PlanNode } from './options.ts'
import { readFeed, readJsonPackage, type Package } from './feed.ts'
import { readOne, readPage } from './read.ts'
import { FORMAT } from './records.ts'
import type { Trip } from './trip.ts'
import { JSON_TYPE, type Answer } from './wire.ts'

/** One package is cut into pages of this size for the engine. */
const PAGE_SIZE = 1000

/** The first package of a node may be the whole base; there is no way to ask for less (observed). */
const MOST_PACKAGE_BYTES = 256_000_000
const MOST_DISCARDED_BYTES = 16_000_000_000

/**
 * One selection per round. It is acknowledged when the consumer asks on after its last page; an empty one is not, so a quiet round
 * costs two calls. Selecting again under the same number returns old and new changes, so a lost round loses nothing (observed).
 *
 * A selection that is carried out late marks what was registered meanwhile with its old number: an acknowledgement after it would drop
 * that unseen. While one may come nothing is acknowledged; what was selected is stored and comes again with the next round.
 */
export async function* followPlan(
  trip: Trip,
  kinds: ODataKind[],
  position: Position,
  node: PlanNode,
): AsyncGenerator<Page> {
  const numbers = await readNumbers(trip, node)
  stopWhenNotOurs(position.node, numbers)
  const messageNo = nextNumber(position.node, numbers)
  const { items, size } = await select(trip, kinds, selection(trip, node, messageNo))
  const moved = position.node?.received !== numbers.received || position.node.sent !== numbers.sent
  const closing = size > 0 ? messageNo : position.node?.closing
  position.node = { ...numbers, ...(closing !== undefined && { closing }) }
  if (items.length === 0 && (moved || size > 0)) yield { items, cursor: cursorOf(position) }
  for (let at = 0; at < items.length; at += PAGE_SIZE) {
    yield { items: items.slice(at, at + PAGE_SIZE), cursor: cursorOf(position) }
  }
  if (size > 0 && !trip.late) await notify(trip, node, messageNo)
}

/**
 * Before the first load: acknowledges what is registered so far, which on a new node is the whole base (observed) and is about to be
 * read anyway. The package is thrown away while it arrives, so it is asked for in JSON, a third of the Atom; what changes from now on
 * is registered anew and follows the load. So it may be acknowledged even while another selection may come late.
 */
export async function emptyNode(trip: Trip, node: PlanNode): Promise<void> {
  const messageNo = (await readNumbers(trip, node)).received + 1
  const { path, ...ask } = selection(trip, node, messageNo)
  const inJson = { path: `${path}&$format=${FORMAT}`, accept: JSON_TYPE }
  await answerTo(trip, { ...ask, ...inJson, maxBytes: MOST_DISCARDED_BYTES, discard: true })
  await notify(trip, node, messageNo)
}

/** Our node: the only one of a plan with our name that is neither the base itself nor marked for deletion. */
export async function discoverNode(
  base: Base,
  catalogue: ODataCatalogue,
  signal?: AbortSignal,
): Promise<PlanNode | null> {
  for (const kind of catalogue.kinds.values()) {
    if (!OUR_PLAN.test(kind.name)) continue
    const nodes = await readPage({ base, kind, signal }, { $top: String(MOST_NODES) })
    const open = nodes.filter(({ fields }) => fields['ThisNode'] !== true && fields['DeletionMark'] !== true)
    const ours = open.find(({ fields }) => fields['Code'] === OUR_CODE) ?? (open.length === 1 ? open[0] : undefined)
    if (ours) return { set: kind.name, nodeKey: ours.key }
  }
  return null
}

/** Plans of other programs have one reader already (observed): only one that carries our name is ours to read. */
const OUR_PLAN = /^ExchangePlan_.*(звено|zveno)/i
const OUR_CODE = 'ZVENO'
const MOST_NODES = 50

async function readNumbers(trip: Trip, node: PlanNode): Promise<NodeNumbers> {
  const stored = await readOne({ ...trip, kind: planKind(node) }, node.nodeKey)
  if (!stored)
    throw new Misfit('base.other-base', 'our node of the exchange plan is not in the base', {
      kind: node.set,
      key: node.nodeKey,
    })
  if (stored.fields['ThisNode'] === true)
    throw new Misfit('base.other-base', 'the node is the base itself', { kind: node.set })
  return { key: stored.key, sent: whole(stored.fields['SentNo']), received: whole(stored.fields['ReceivedNo']) }
}

/** A node needs no description: its numbers have the same names everywhere. */
function planKind(node: PlanNode): ODataKind {
  return { name: node.set, fields: [], actions: [], keyFields: ['Ref_Key'] }
}

/**
 * An acknowledgement that nobody waits for any more may still be carried out: it drops everything selected under its number or a
 * smaller one. Whatever is selected after it gets a larger one.
 */
function nextNumber(before: NodeNumbers | undefined, now: NodeNumbers): number {
  return Math.max(now.received, before?.closing ?? 0) + 1
}

/**
 * Message numbers only grow; smaller ones mean that the base was restored from a copy or is another one. Larger ones than we have
 * acknowledged somebody else has received in our name, and what was in those messages we shall never be told.
 */
function stopWhenNotOurs(before: NodeNumbers | undefined, now: NodeNumbers): void {
  if (!before) return
  if (before.key !== now.key || now.received < before.received || now.sent < before.sent)
    throw new Misfit('base.other-base', 'the exchange plan of the base has gone back: was it restored from a copy?')
  if (now.received > Math.max(before.received + 1, before.closing ?? 0))
    throw new Misfit('base.read-by-another', 'somebody else has acknowledged changes that were registered for us')
}

async function select(trip: Trip, kinds: ODataKind[], ask: Ask): Promise<Package> {
  const answer = await answerTo(trip, { ...ask, maxBytes: MOST_PACKAGE_BYTES })
  const wanted = new Map(kinds.map((kind) => [kind.name, kind]))
  const json = (answer.headers['content-type'] ?? '').includes('json')
  return json ? readJsonPackage(wanted, jsonOf(answer, false)) : readFeed(wanted, answer.chunks)
}

/** Asks for a selection; when nobody can tell whether it will still be carried out, the consumer is told. */
async function answerTo(trip: Trip, selecting: Ask): Promise<Answer> {
  return trip.base.answer(selecting).catch((error: unknown) => {
    if (error instanceof Unreachable || trip.signal.aborted) trip.cutOff?.()
    throw error
  })
}

function selection(trip: Trip, node: PlanNode, messageNo: number): Ask {
  return {
    path: `/SelectChanges${pointAndNumber(trip.base, node, messageNo)}`,
    method: 'POST',
    // Atom: only there deletions are documented. What a JSON package says about them is unknown.
    accept: 'application/atom+xml',
    kind: node.set,
    timeoutMs: trip.base.wire.timeouts.changesMs,
    signal: trip.signal,
  }
}

async function notify(trip: Trip, node: PlanNode, messageNo: number): Promise<void> {
  await trip.base.command({
    path: `/NotifyChangesReceived${pointAndNumber(trip.base, node, messageNo)}`,
    kind: node.set,
  })
}

/** The node is named by its whole address in quotes (documented). */
function pointAndNumber(base: Base, node: PlanNode, messageNo: number): string {
  const address = `${decodeURI(base.wire.root)}/${node.set}(${guid(node.nodeKey)})`
  return query({ DataExchangePoint: `'${address}'`, MessageNo: String(messageNo) })
}

function whole(value: unknown): number {
  const parsed = Number(value)
  if (!Number.isSafeInteger(parsed)) throw new Misfit('base.not-odata', 'the exchange plan node has no message numbers')
  return parsed
}
