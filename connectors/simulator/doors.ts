/** Assembles the simulator: each part plugs its handlers in here, one line per door. */
import type { Context, Doors } from './context.ts'
import { controlDoor } from './control.ts'
import { handleExchangePlan } from './exchange-plan.ts'
import { faultDoors } from './faults.ts'
import { handleCall } from './functions.ts'
import { sessionDoors } from './sessions.ts'
import { handleWrite } from './write.ts'

export function allDoors(context: Context): Doors {
  const faults = faultDoors()
  const sessions = sessionDoors()
  return {
    before: faults.before,
    session: sessions.enter,
    write: handleWrite,
    call: handleCall,
    exchangePlan: handleExchangePlan,
    control: controlDoor(context),
    // The session is let out first: a lost answer does not keep a licence.
    after: async (at, exchange, answer) => faults.after(at, exchange, await sessions.leave(at, exchange, answer)),
  }
}
