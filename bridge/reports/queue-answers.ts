/** Shapes of what is answered about requests on their way to a base. Money is kopecks, times are UTC ISO text. */
import type { Act, Intent } from '../domain/sync.ts'
import type { BaseLine } from './answers.ts'

export interface QueueItem {
  id: string
  noun: Intent['noun']
  act: Act
  state: Intent['state']
  /** Key of the reason in words; '' when simply waiting its turn. */
  reason: string
  facts: Intent['facts']
  attempts: number
  nextTryAt: string
  /** Place in the queue of its base, 1 = next. */
  place: number
  author: string
  createdAt: string
  invoiceId: string | null
  dealId: string | null
  title: string
  totalMinor: number
  baseName: string
  mayCancel: boolean
  /** What is on its way and cannot go without this: the deal of an invoice ('' = one that the viewer may not see), or a contract by name. */
  neededBy: { noun: 'invoice' | 'contract'; name: string } | null
}

export interface Queue {
  items: QueueItem[]
  bases: BaseLine[]
}
