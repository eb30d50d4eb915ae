/** Assembles the simulator: each part plugs its handlers in here, one line per door. */
import type { Context, Doors } from './context.ts'
import { controlDoor } from './control.ts'
import { handleExchangePlan } from './exchange-plan.ts'
import { faultDoors } from './faults.ts'
import { handleCall } from './functions.ts'
import { sessionDoors } from './sessions.ts'
import { serveWeb } from './web/index.ts'
import { handleWrite } from './write.ts'

export function allDoors(context: Context): Doors {
  const faults = faultDoors()
  const sessions = sessionDoors()
  return {
    before: faults.before,
    session: async (at, exchange) => (await sessions.enter(at, exchange)) ?? faults.linger(at, exchange),
    write: handleWrite,
    call: handleCall,
    exchangePlan: handleExchangePlan,
    control: controlDoor(context),
    web: serveWeb,
    after: async (at, exchange, answer) => sessions.leave(at, exchange, await faults.after(at, exchange, answer)),
  }
}
