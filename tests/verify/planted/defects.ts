/** Defects that others have made, each planted into a copy of our sources by changing a few words, and who must notice. */
import type { Day } from '../schedules/swarm.ts'

/** File, what stands there, what stands there instead. */
type Change = [file: string, from: string, to: string]

export interface Defect {
  name: string
  changes: Change[]
  /** Days on which it is met soonest. */
  day?: Partial<Day>
  /** A test that must fail instead. */
  test?: string
  /** Words of the one promise in it that must be broken; without them it may be any. */
  promise?: string
}

const PUSH = 'bridge/sync/push.ts'
const LOOK = 'bridge/sync/look.ts'
const PLAN = 'connectors/odata/plan.ts'
/** A net behind the one that is tried: nothing is acknowledged while a selection is in doubt. */
const WITHOUT_DOUBT: Change = [PLAN, 'if (size > 0 && !trip.late) await', 'if (size > 0) await']
/** Another one: a record that reading has coupled meanwhile is found without its mark. */
const WITHOUT_LINK: Change = [LOOK, ' ??\n    (await findByLink(partner, intent))', '']
const PAYMENT = 'bridge/actions/receive-payment.ts'
const INVOICE = 'bridge/actions/receive-invoice.ts'

const lostAnswers: Partial<Day> = {
  keys: 'own',
  deeds: 0,
  share: 0.35,
  troubles: ['reset-after-commit', 'cut', 'slow', 'slow-after-commit', 'html-after-commit'],
  steps: ['create invoice'],
}
const slowPosting: Partial<Day> = {
  deeds: 16,
  orders: 4,
  chaosMs: 40_000,
  share: 0.45,
  troubles: ['proxy', 'reset', 'reset-after-commit'],
  steps: ['post'],
}
const busyAccountant: Partial<Day> = { deeds: 40, orders: 2, share: 0, deaths: false, chaosMs: 30_000 }
/** So many acknowledgements, and so much between them, that some is carried out when the next package has been taken. */
const lateAcknowledgements: Partial<Day> = {
  changes: 'plan',
  mode: 'running',
  deeds: 90,
  orders: 4,
  roundEveryMs: 3_000,
  chaosMs: 400_000,
  share: 0.3,
  troubles: ['slow'],
  steps: ['acknowledge', 'select'],
}

export const defects: Defect[] = [
  {
    name: 'naive retry: sent again without a look',
    changes: [[LOOK, 'const found = await find(partner, held)\n  if (found)', 'const found = null\n  if (found)']],
    day: lostAnswers,
  },
  {
    name: 'immediate look-up: a late creation is not waited for',
    changes: [[LOOK, 'if (leftMs > 0) throw', 'if (leftMs > 1e15) throw']],
    day: lostAnswers,
  },
  {
    name: 'a broken connection counts as "not sent"',
    changes: [['connectors/odata/classify.ts', 'uncertain: write, cause }', 'uncertain: false, cause }']],
    day: lostAnswers,
  },
  {
    name: 'a lost answer to posting begins from the start',
    changes: [
      [
        'bridge/sync/outcome.ts',
        "step === 'post' ? 'posting' : 'uncertain'",
        "step === 'post' ? 'queued' : 'uncertain'",
      ],
    ],
    day: { ...slowPosting, keys: 'own', deeds: 0 },
  },
  {
    name: 'a document marked for deletion is taken for none',
    changes: [['bridge/sync/mark.ts', 'one ?? found[0] ?? null', 'one ?? null'], WITHOUT_LINK],
    day: { ...lostAnswers, deeds: 30, orders: 3 },
  },
  {
    name: 'the first byte before the row',
    changes: [[PUSH, "await held.step(sending, { outcome: 'sent', body: draft.fields })", 'await held.take()']],
  },
  {
    name: 'no lease and no fence',
    changes: [
      ['bridge/store/intent-steps.ts', "    .where('lease_until', '<=', its.now)\n", ''],
      ['bridge/store/intent-steps.ts', 'id: its.rowId, fence: its.fence, state: its.state', 'id: its.rowId'],
      ['bridge/store/intent-steps.ts', '.where({ id: its.rowId, fence: its.fence })', '.where({ id: its.rowId })'],
      ['bridge/store/intents.ts', "    .where('intents.lease_until', '<=', its.now)\n", ''],
    ],
    day: { ...lostAnswers, servers: 2, mode: 'running', orders: 3, troubles: ['slow', 'slow-after-commit'] },
  },
  {
    name: 'the work of a dead process is nobody’s',
    changes: [['bridge/store/intents.ts', "'intents.lease_until', '<=', its.now", "'intents.lease_until', '<=', ''"]],
    day: { deaths: true, orders: 4, servers: 1, mode: 'running', share: 0 },
  },
  {
    name: 'another one’s request ends the round',
    changes: [[PUSH, ' && !isAnswer(error)', '']],
    day: {
      servers: 2,
      mode: 'rounds',
      orders: 4,
      share: 0.35,
      troubles: ['reset', 'licence', 'slow'],
      steps: ['list', 'look'],
    },
  },
  {
    name: 'posting whatever the total is',
    changes: [
      ['bridge/sync/post.ts', "if (stored === sent || stored === intent.facts['acceptedMinor']) return", 'return'],
    ],
    day: slowPosting,
  },
  {
    name: 'nobody is asked',
    changes: [
      [
        'bridge/sync/settle.ts',
        'changes.push(await ask(partner, db, { ...about, reason, facts, answers: decision.answers }))',
        '',
      ],
    ],
    day: slowPosting,
  },
  {
    name: 'acknowledging first',
    changes: [
      [
        PLAN,
        '  for (let at = 0; at < items',
        '  if (size > 0) await notify(trip, node, messageNo)\n  for (let at = 0; at < items',
      ],
    ],
    day: { changes: 'plan', deeds: 16 },
  },
  {
    name: 'an answer that cannot be read counts as "no changes"',
    changes: [
      [
        PLAN,
        'selection(trip, node, messageNo))\n  const moved',
        'selection(trip, node, messageNo)).catch(() => ({ items: [], size: 1 }))\n  const moved',
      ],
      WITHOUT_DOUBT,
    ],
    day: {
      changes: 'plan',
      deeds: 16,
      orders: 2,
      share: 0.3,
      troubles: ['cut', 'html-after-commit'],
      steps: ['select'],
    },
  },
  {
    name: 'a number of the exchange is used twice',
    changes: [
      [PLAN, 'return Math.max(now.received, before?.closing ?? 0) + 1', 'return now.received + 1'],
      WITHOUT_DOUBT,
    ],
    day: lateAcknowledgements,
  },
  {
    name: 'a base that answers again stays "away"',
    changes: [['bridge/sync/pull.ts', '    await connectionWorks(partner, begunAt)\n', '']],
    day: { share: 0.35, troubles: ['proxy', 'reset'] },
  },
  {
    name: 'an unposted receipt still counts',
    changes: [[PAYMENT, 'return record.posted && !record.marked && record.fromBuyer', 'return record.fromBuyer']],
    day: busyAccountant,
  },
  {
    name: 'a deleted receipt still counts',
    changes: [['bridge/actions/receive-gone.ts', "if (TABLES[link.noun] === 'payments') await", 'if (false) await']],
    day: busyAccountant,
  },
  {
    name: 'a receipt that is read again is laid on the invoice again',
    changes: [[PAYMENT, '  await dropAllocations(ctx.db, known)\n', '']],
    day: busyAccountant,
  },
  {
    name: 'an invoice takes more than its total',
    changes: [['bridge/store/settlement.ts', 'Math.min(room, Number(row.named_minor))', 'Number(row.named_minor)']],
    day: busyAccountant,
  },
  {
    name: 'VAT in whole roubles',
    changes: [[INVOICE, 'sum + line.vatMinor, 0', 'sum + Math.round(line.vatMinor / 100) * 100, 0']],
    day: busyAccountant,
  },
  {
    name: 'old lines stay beside the new ones',
    changes: [['bridge/store/changed-invoice.ts', '  await dropLines(', '  await ((..._left: unknown[]) => {})(']],
    day: busyAccountant,
  },
  {
    name: 'what was seen is not counted',
    changes: [['bridge/sync/sift.ts', '  batch.counts.seen++\n', '']],
    day: busyAccountant,
  },
  {
    name: 'money as floating numbers',
    changes: [
      [
        'bridge/domain/money.ts',
        'divideHalfAway(BigInt(quantityMilli) * BigInt(priceMinor), MILLI)',
        'Math.round((quantityMilli / 1000) * priceMinor)',
      ],
    ],
    test: 'tests/domain/money.test.ts',
  },
  {
    name: 'an older page overwrites a newer answer',
    changes: [['bridge/sync/overtaken.ts', 'if (doubtful.size === 0) return seen.items', 'return seen.items']],
    test: 'tests/sync/overtaken.test.ts',
  },
  {
    name: 'an unposted invoice stays posted',
    changes: [[INVOICE, '    posted: record.posted,\n', "    posted: record.posted || record.number !== '',\n"]],
    day: busyAccountant,
  },
  {
    name: 'keys of money operations expire',
    changes: [
      [
        'bridge/store/idempotency.ts',
        "  const taken = await insertIfFree(db, 'idempotency', {",
        "  await db('idempotency').where('created_at', '<', new Date(Date.parse(at) - 86_400_000).toISOString()).delete()\n" +
          "  const taken = await insertIfFree(db, 'idempotency', {",
      ],
    ],
    test: 'tests/http/deals.test.ts',
    promise: 'a key of a money operation never expires',
  },
  {
    name: 'one line for all: whoever waits holds up those behind',
    changes: [
      [
        'bridge/sync/base-worker.ts',
        "if (result === 'down') rest.length = 0",
        "if (result !== 'done') rest.length = 0",
      ],
    ],
    test: 'tests/sync/in-line.test.ts',
  },
  {
    name: 'of two edits the last one wins unseen',
    changes: [
      ['bridge/domain/merge.ts', 'if (theirs === agreed && !edit.isRefused) return', 'if (!edit.isRefused) return'],
    ],
    test: 'tests/sync/conflicts.test.ts',
    promise: 'asks once',
  },
  {
    name: 'sums are not compared',
    changes: [['bridge/sync/reconcile/judge.ts', '[...fieldsThatDiffer(ours, theirs.told), ', '[']],
    test: 'tests/sync/reconcile.test.ts',
    promise: 'a side that was changed past the exchange',
  },
  {
    name: 'a roll-back takes back what a person has decided since',
    changes: [['bridge/store/journal-rollback.ts', "  if (deed) return kept('rollback.person', { ...deed })\n", '']],
    test: 'tests/sync/journal-rollback.test.ts',
    promise: 'keeps an invoice that its manager has accepted since',
  },
  {
    name: 'a line of the trail does not know the one before it',
    changes: [['bridge/store/audit.ts', '[before, at, who, action', "['', at, who, action"]],
    test: 'tests/store/audit-trail.test.ts',
    promise: 'although the one after it was bent',
  },
]

/** Days on which a defect is met soonest. @throws Error when there is no defect of this name */
export function dayOfDefect(name: string): Partial<Day> {
  const found = defects.find((defect) => defect.name === name)
  if (!found?.day) throw new Error(`there is no defect with days of its own: ${name}`)
  return found.day
}
