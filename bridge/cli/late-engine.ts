/** The engine, loaded when it is first needed: whoever starts the service is answered before the exchange begins. */
import type { Engine } from '../sync/engine.ts'

export function lateEngine(load: () => Promise<Engine>): Engine {
  let loading: Promise<Engine> | undefined
  const loaded = () => (loading ??= load())
  return {
    start: () => void loaded().then((engine) => engine.start()),
    // One that is not there yet looks by itself as soon as it is.
    wake: (about) => void loading?.then((engine) => engine.wake(about)),
    stop: async () => (await loading)?.stop(),
    once: async () => (await loaded()).once(),
  }
}
