/** People at the screens: they order documents, click twice, withdraw, and resume a connection that was stopped. */
import { cancelInvoice } from '../../../bridge/actions/cancel-invoice.ts'
import { resumeBase } from '../../../bridge/actions/resume-base.ts'
import type { Viewer } from '../../../bridge/domain/people.ts'
import { Problem } from '../../../bridge/domain/problem.ts'
import { listBases } from '../../../bridge/store/bases.ts'
import { contextOn } from '../../../bridge/store/context.ts'
import type { Database } from '../../../bridge/store/db.ts'
import { askForDocuments } from '../../sync/order.ts'
import { countedIds } from './chance.ts'
import type { Template } from './template.ts'
import type { VirtualTime } from './time.ts'

export interface People {
  /** Public ids of the invoices that were asked for and promised. */
  asked: string[]
  order(deal: number): Promise<void>
  withdraw(deal: number): Promise<void>
  resume(): Promise<void>
}

interface Office {
  database: Database
  time: VirtualTime
  seed: number
  made: Template
}

export function peopleOf({ database, time, seed, made }: Office): People {
  const newId = countedIds(seed, 'people')
  const contextFor = (viewer: Viewer) => contextOn(database, { viewer, now: () => time.iso(), newId })
  const invoiceOf = new Map<number, string>()
  const asked: string[] = []
  return {
    asked,
    order: async (deal) => {
      const ready = made.deals[deal]
      if (!ready) throw new Error(`there is no deal ${deal}`)
      const order = await unlessTold(askForDocuments(contextFor(made.manager), ready, deal + 1))
      if (!order) return
      asked.push(order.invoice)
      invoiceOf.set(deal, order.invoice)
    },
    withdraw: async (deal) => {
      const invoiceId = invoiceOf.get(deal)
      if (invoiceId) await unlessTold(cancelInvoice(contextFor(made.manager), { invoiceId }))
    },
    resume: async () => {
      for (const { id: baseId, health } of await listBases(database.db))
        if (health.state === 'stopped') await resumeBase(contextFor(made.integrator), { baseId })
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
