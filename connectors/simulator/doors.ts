/** Assembles the simulator: each part plugs its handlers in here, one line per door. */
import type { Context, Doors } from './context.ts'
import { controlDoor } from './http/control.ts'
import { handleExchangePlan } from './odata/writing/exchange-plan.ts'
import { faultDoors } from './http/faults.ts'
import { handleCall } from './odata/functions/functions.ts'
import { sessionDoors } from './http/sessions.ts'
import { serveWeb } from './web/index.ts'
import { handleWrite } from './odata/writing/write.ts'

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
