/**
 * Looks for invoices that Zveno has issued and this database knows nothing of: it was put back from a backup and has lost their
 * requests, or another copy of it is at work. Either way a person must hear of it before the deal is invoiced a second time.
 */
import { askedAbout, strangeInvoices } from '../store/strange-invoices.ts'
import { raiseTrouble } from '../store/troubles.ts'
import type { Partner } from './partner.ts'
import type { Tally } from './receive.ts'

const CODE = 'invoice.unknown-request'

/** Row id up to which the invoices of a base have been looked at in this process. */
const lookedAt = new WeakMap<Partner, number>()

/** After a round that brought invoices; each is asked about once. */
export async function askAboutStrangers(partner: Partner, tally: Tally): Promise<void> {
  const marker = partner.mappings.invoice?.rules.find((rule) => rule.as === 'marker')
  if (!marker || !tally['invoice']?.applied) return
  const { ports, base } = partner
  const about = { base: base.rowId, prefix: marker.prefix }
  for (let after = lookedAt.get(partner) ?? 0; ;) {
    const { strange, last } = await strangeInvoices(ports.database.db, { ...about, after })
    const asked = await askedAbout(
      ports.database.db,
      CODE,
      strange.map(({ id }) => id),
    )
    for (const invoice of strange) if (!asked.has(invoice.id)) await ask(partner, invoice)
    lookedAt.set(partner, last)
    if (last === after) return
    after = last
  }
}

async function ask({ ports, base }: Partner, invoice: { id: string; number: string }): Promise<void> {
  const trouble = {
    baseRowId: base.rowId,
    code: CODE,
    facts: { number: invoice.number },
    noun: 'invoice',
    subject: invoice.id,
    answers: ['seen'],
    at: ports.now(),
  }
  const id = await ports.database.transaction((db) => raiseTrouble(db, trouble))
  ports.publish({ what: 'trouble', id })
}
