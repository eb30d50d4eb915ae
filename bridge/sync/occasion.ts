/** Why records are being received: a round of reading, the answer to a write of ours, or something that another record names. */
import type { Said } from '../../connectors/connector.ts'
import type { Context } from '../store/context.ts'

export interface Occasion {
  /** Row id of the run, 0 = answer to a write of ours. */
  run: number
  author: string
  own: boolean
  /** The answers that brought the items of the page, as the connector gives them. */
  said?: Said[]
  /** Version that the base held before our write, when it is known. */
  before?: string
  /** Done first in the same transaction: the step of the intent, or the cursor. */
  together?(ctx: Context): Promise<void>
  /** What is held in this very version counts as news too: edits of ours are to be merged with it. */
  anew?: true
  /** Set by the engine when a record pulls in what it names. */
  depth?: number
}
