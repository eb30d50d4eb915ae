/** `zveno reconcile`: compares every connected base with what we hold, now; ends with 0 when both sides agree everywhere. */
import { askReconciliation } from '../actions/ask-reconciliation.ts'
import { readConfig } from '../config.ts'
import { minorText } from '../domain/money.ts'
import { Problem } from '../domain/problem.ts'
import { certificate } from '../reports/certificate.ts'
import type { BothSides, Certificate } from '../reports/reconciliation-answers.ts'
import { listBases } from '../store/bases.ts'
import { say } from '../words/say.ts'
import { assemble, pauseUntil, type Bridge } from './assemble.ts'
import type { Command } from './command.ts'
import { openLog } from './log.ts'
import { contextFor } from './web.ts'

export const command: Command = {
  name: 'reconcile',
  purpose: 'Compares every connected base with what Zveno holds and stores a dated certificate.',
  options: {},
  async run(given) {
    const config = await readConfig()
    const bridge = await assemble(config, openLog('silent'))
    try {
      given.progress('comparing both sides')
      const certificates = await compareAll(bridge)
      given.print({ certificates }, () => certificates.map(asText).join('\n') || 'No base is connected.')
      return certificates.every(agrees) ? 0 : 1
    } finally {
      await bridge.close()
    }
  },
}

/** Longest wait for another process that holds the lease of a base, milliseconds. */
const PATIENCE_MS = 600_000
const LOOK_MS = 1_000

async function compareAll(bridge: Bridge): Promise<Certificate[]> {
  const ctx = contextFor(bridge, bridge.robot)
  const bases = (await listBases(bridge.database.db)).filter(({ enabled }) => enabled)
  const asked: string[] = []
  for (const base of bases) asked.push((await askReconciliation(ctx, { baseId: base.id })).id)
  const untilMs = Date.parse(bridge.now()) + PATIENCE_MS
  for (;;) {
    const reports = await bridge.engine.once()
    const found = await Promise.all(asked.map((id) => certificate(ctx, id)))
    if (found.every(({ state }) => state === 'done' || state === 'failed')) return found
    const away = reports.find(({ reason }) => reason !== '')
    if (away) throw new Problem('reconcile.not-read', { base: away.base, reason: say('en', `reason.${away.reason}`) })
    if (Date.parse(bridge.now()) > untilMs) throw new Problem('reconcile.too-long')
    await pauseUntil(LOOK_MS, new AbortController().signal)
  }
}

function agrees({ state, openDifferences }: Certificate): boolean {
  return state === 'done' && openDifferences === 0
}

function asText(one: Certificate): string {
  if (one.state !== 'done') return `${one.baseName}: failed (${one.reason})`
  const head = [
    `${one.baseName}: ${one.compared} documents compared, ${one.openDifferences} differences`,
    `  invoices  ${sides(one.invoices)}`,
    `  payments  ${sides(one.payments)}`,
  ]
  return [...head, ...one.items.map(differenceText)].join('\n')
}

function sides({ ours, theirs }: BothSides): string {
  return `in the base ${theirs.count} / ${minorText(theirs.sumMinor)}, with us ${ours.count} / ${minorText(ours.sumMinor)}`
}

function differenceText({ kind, noun, number, date, because, troubleCode }: Certificate['items'][number]): string {
  const trouble = troubleCode === '' ? '' : say('en', `trouble.${troubleCode}`)
  return `  ${say('en', `difference.${kind}`)}: ${noun} ${number} of ${date}. ${say('en', `because.${because}`, { trouble })}`
}
