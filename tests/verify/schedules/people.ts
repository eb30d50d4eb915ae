/** People at the screens: they order documents, click twice, withdraw, and resume a connection that was stopped. */
import { cancelInvoice } from '../../../bridge/actions/cancel-invoice.ts'
import { issueInvoice } from '../../../bridge/actions/issue-invoice.ts'
import { resumeBase } from '../../../bridge/actions/resume-base.ts'
import type { Viewer } from '../../../bridge/domain/people.ts'
import { Problem } from '../../../bridge/domain/problem.ts'
import { listBases } from '../../../bridge/store/bases.ts'
import { contextOn } from '../../../bridge/store/context.ts'
import type { Database } from '../../../bridge/store/db.ts'
import { askForContract, toIssue } from '../../sync/order.ts'
import { countedIds } from './chance.ts'
import type { Template } from './template.ts'
import type { VirtualTime } from './time.ts'

export interface People {
  /** Public ids of the invoices that were asked for and promised. */
  asked: string[]
  /** One sentence per broken promise to them. */
  told: string[]
  /** @param clicks 2 = a double click, or a colleague at the same moment */
  order(deal: number, clicks?: number): Promise<void>
  withdraw(deal: number): Promise<void>
  resume(): Promise<void>
}

interface Office {
  database: Database
  time: VirtualTime
  seed: number
  made: Template
  /** Told when a connection that was stopped goes on. */
  resumed: () => void
}

export function peopleOf({ database, time, seed, made, resumed }: Office): People {
  const newId = countedIds(seed, 'people')
  const contextFor = (viewer: Viewer) => contextOn(database, { viewer, now: () => time.iso(), newId })
  const invoiceOf = new Map<number, string>()
  const asked: string[] = []
  const told: string[] = []
  return {
    asked,
    told,
    order: async (deal, clicks = 1) => {
      const ready = made.deals[deal]
      if (!ready) throw new Error(`there is no deal ${deal}`)
      const ctx = contextFor(made.manager)
      if (!(await unlessTold(askForContract(ctx, ready, deal + 1)))) return
      const seen = await toIssue(ctx, ready)
      const issued = await Promise.all(Array.from({ length: clicks }, () => unlessTold(issueInvoice(ctx, seen))))
      const ids = issued.flatMap((invoice) => (invoice ? [invoice.id] : []))
      if (ids.length > 1) told.push(`I1: ${clicks} clicks on one deal make ${ids.length} invoices`)
      asked.push(...ids)
      if (ids[0] !== undefined) invoiceOf.set(deal, ids[0])
    },
    withdraw: async (deal) => {
      const invoiceId = invoiceOf.get(deal)
      if (invoiceId) await unlessTold(cancelInvoice(contextFor(made.manager), { invoiceId }))
    },
    resume: async () => {
      for (const { id: baseId, health } of await listBases(database.db))
        if (health.state === 'stopped') {
          await resumeBase(contextFor(made.integrator), { baseId })
          resumed()
        }
    },
  }
}

/** A refusal in words is an answer; anything else is a defect. */
async function unlessTold<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if (error instanceof Problem) return undefined
    throw error
  }
}
