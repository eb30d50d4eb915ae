/**
 * Assembles the simulator: each half plugs its handlers in here, one line per door.
 *
 *   write: `write.ts`, call: `functions.ts`, exchangePlan: `exchange-plan.ts`, session: `sessions.ts`,
 *   before/after: `faults.ts`, control: `control.ts`, web: `web/index.ts`
 */
import type { Context, Doors } from './context.ts'

export function allDoors(_context: Context): Doors {
  return {}
}
