/** Managers who issue invoices without a pause and remember what they were told: the oracle of what must exist. */
import type { Caller } from '../aids/installation.ts'

export interface Clicks {
  /** Key of a request -> id of the invoice that was acknowledged. */
  told: Map<string, string>
  /** Keys that were sent and not answered yet: sent again until they are. */
  open: Map<string, Asked>
  refused: number
  /** Clicks until the signal says stop or the service is gone. */
  run(caller: Caller, signal: AbortSignal): Promise<void>
  /** Sends again what was not answered. */
  settle(caller: Caller): Promise<void>
  /** Answers that break a promise. */
  wrong: string[]
}

interface Asked {
  deal: string
  version: number
}

/** @param hands requests at the same time, each on deals of its own; @param who begins the keys of these clicks */
export function clicksOn(deals: string[], hands: number, who = 'click'): Clicks {
  const shares = Array.from({ length: hands }, (_nothing, hand) => deals.filter((_deal, at) => at % hands === hand))
  const turns = shares.map(() => 0)
  let keys = 0
  const self: Clicks = {
    told: new Map(),
    open: new Map(),
    refused: 0,
    wrong: [],
    run: async (caller, signal) => {
      await self.settle(caller).catch(() => undefined)
      await Promise.all(shares.map((share, hand) => click(share, hand, { caller, signal })))
    },
    settle: async (caller) => {
      for (const [key, asked] of self.open) await send(caller, key, asked)
    },
  }

  async function click(share: string[], hand: number, { caller, signal }: { caller: Caller; signal: AbortSignal }) {
    while (!signal.aborted) {
      const deal = share[(turns[hand] = (turns[hand] ?? 0) + 1) % share.length] ?? ''
      try {
        const { body } = await caller.send('GET', `/api/deals/${deal}`)
        const version = Number((body['deal'] as { version?: number } | undefined)?.version)
        const key = `${who}-${++keys}`
        self.open.set(key, { deal, version })
        await send(caller, key, { deal, version })
      } catch {
        return // the service is gone; the key stays open
      }
    }
  }

  async function send(caller: Caller, key: string, { deal, version }: Asked): Promise<void> {
    const { status, body } = await caller.send('POST', `/api/deals/${deal}/invoices`, { version }, key)
    if (status === 503) return
    self.open.delete(key)
    if (status === 201) self.told.set(key, String(body['id']))
    else if (status === 409) self.refused++
    else self.wrong.push(`${key}: ${status} ${String(body['code'])}`)
  }

  return self
}
