/** A simulated base without sockets: the very handlers of the simulator, reached by a call, on the time of the day. */
import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { momentIn } from '../../../bridge/domain/base-time.ts'
import { InfobaseClock, type BaseState } from '../../../connectors/simulator/base/base.ts'
import type { PlansState } from '../../../connectors/simulator/base/plans.ts'
import type { Context } from '../../../connectors/simulator/context.ts'
import { allDoors } from '../../../connectors/simulator/doors.ts'
import { readExchange, type Answer } from '../../../connectors/simulator/http/http.ts'
import { createServe, type Serve } from '../../../connectors/simulator/http/server.ts'
import { fillBase, openBase } from '../../../connectors/simulator/open-base.ts'
import { fault, type Fault } from '../../../connectors/simulator/settings.ts'
import type { Request } from '../../../connectors/odata/options.ts'
import { countedIds } from './chance.ts'
import type { VirtualTime } from './time.ts'
import { smallWorld } from './small-world.ts'

/** Nothing listens there; the carrier leads the way. */
export const ORIGIN = 'http://127.0.0.1:1'
export const ROOT_URL = `${ORIGIN}/buh/odata/standard.odata`

export interface BaseImage {
  base: BaseState
  plans: PlansState
}

export interface Beginning {
  /** The base as it is at the beginning; absent = the small world is written into it. */
  image?: BaseImage
  clock?: InfobaseClock
}

export class FarSide {
  readonly context: Context
  readonly #serve: Serve

  constructor(time: VirtualTime, seed: number, { image, clock = new SharedClock(time) }: Beginning = {}) {
    const wait = (ms: number) => time.wait(ms)
    const newId = countedIds(seed, 'base')
    this.context = openBase({ port: 0, profile: 'bp30', clock, wait, newId, seed })
    this.context.settings.composition = PUBLISHED
    if (image) {
      this.context.base.restore(structuredClone(image.base))
      this.context.plans.restore(structuredClone(image.plans))
    } else fillBase(this.context, { port: 0, profile: 'bp30', world: smallWorld })
    this.#serve = createServe(this.context, allDoors(this.context))
  }

  image(): BaseImage {
    return structuredClone({ base: this.context.base.save(), plans: this.context.plans.save() })
  }

  /** Serves a request; what hits it is decided by the caller, for this request alone. */
  async serve({ url, method, headers, body }: Request, hits: Partial<Fault> | null): Promise<Answer> {
    const { host, pathname, search } = new URL(url)
    const incoming = Readable.from(body === undefined ? [] : [Buffer.from(body)])
    const request = Object.assign(incoming, {
      url: pathname + search,
      method,
      headers: lowerCase({ ...headers, host }),
    })
    const exchange = await readExchange(request as unknown as IncomingMessage)
    if (!exchange) throw new Error(`not an address: ${url}`)
    // The gate of the faults is passed before anything is waited for: nobody else can be hit.
    this.context.settings.faults = hits?.kind ? [fault({ ...hits, kind: hits.kind })] : []
    const answer = this.#serve(exchange)
    this.context.settings.faults = []
    return answer
  }
}

/** Clock of the base: the time of the day, in its own zone. */
export class SharedClock extends InfobaseClock {
  readonly #time: VirtualTime
  readonly #aheadMs: number
  readonly #timeZone: string

  /** @param ahead how far it is ahead of ours, milliseconds */
  constructor(time: VirtualTime, { aheadMs = 0, timeZone = 'Europe/Moscow' } = {}) {
    super()
    this.#time = time
    this.#aheadMs = aheadMs
    this.#timeZone = timeZone
  }

  override now(): string {
    return momentIn(this.#timeZone, new Date(this.nowMs()).toISOString())
  }

  override nowMs(): number {
    return this.#time.now() + this.#aheadMs
  }
}

/** What the mappings of the configuration read and write, and nothing else: a description costs by its size. */
const PUBLISHED = [
  'Catalog_Организации',
  'Catalog_Контрагенты',
  'Catalog_ДоговорыКонтрагентов',
  'Catalog_Номенклатура',
  'Catalog_Валюты',
  'Catalog_ВидыКонтактнойИнформации',
  'Document_СчетНаОплатуПокупателю',
  'Document_ПоступлениеНаРасчетныйСчет',
  'ExchangePlan_ЗвеноОбмен',
]

function lowerCase(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}
