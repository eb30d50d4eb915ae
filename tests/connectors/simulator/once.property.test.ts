// The rule of exactly one invoice, tried on the simulator: own key first, and after an unknown outcome look before repeating.
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fault } from '../../../connectors/simulator/settings.ts'
import type { Fault } from '../../../connectors/simulator/settings.ts'
import type { ODataWorld, Reply } from './odata-world.ts'
import { odataWorld } from './odata-world.ts'

const INVOICE = 'Document_СчетНаОплатуПокупателю'
/** Each fault hits once, so that many attempts are always enough. */
const MAX_FAULTS = 5
const MAX_ATTEMPTS = 2 * MAX_FAULTS + 2

const KINDS: Fault['kind'][] = [
  'blocked',
  'licence',
  'proxy',
  'html',
  'reset',
  'lock',
  'html-after-commit',
  'reset-after-commit',
  'cut',
]

const faults = fc.array(
  fc.record({
    kind: fc.constantFrom(...KINDS),
    methods: fc.constantFrom<string[]>(['POST'], ['GET'], []),
    skip: fc.nat(2),
  }),
  { maxLength: MAX_FAULTS },
)

let world: ODataWorld

beforeAll(async () => {
  world = await odataWorld()
})

afterAll(async () => {
  await world.simulator.close()
})

/** The reply of the base itself that says what it did; null when something else answered, or nothing. */
async function trusted(asking: Promise<Reply>): Promise<Reply | null> {
  const reply = await asking.catch(() => null)
  if (!reply?.headers.get('content-type')?.includes('json')) return null
  return [200, 201, 404].includes(reply.status) ? reply : null
}

/** Looks under its own key before each attempt. */
async function createCarefully(key: string): Promise<number> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const seen = await trusted(world.ask(`${INVOICE}(guid'${key}')`))
    if (seen?.status === 200) return attempt
    if (seen?.status !== 404) continue
    await trusted(world.ask(INVOICE, { method: 'POST', body: world.books.invoiceBody({ Ref_Key: key }) }))
  }
  throw new Error('gave up')
}

/** Repeats until it hears that it worked, each time with a key of the base. */
async function createNaively(): Promise<void> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const reply = await trusted(world.ask(INVOICE, { method: 'POST', body: world.books.invoiceBody({}) }))
    if (reply?.status === 201) return
  }
}

describe('#39 #58 An invoice under failures', () => {
  it('is made exactly once by a client that keeps its own key and looks before it repeats', async () => {
    await fc.assert(
      fc.asyncProperty(faults, fc.uuid(), async (planned, key) => {
        const before = world.simulator.base.size(INVOICE)
        world.simulator.settings.faults = planned.map(fault)

        await createCarefully(key)

        expect(world.simulator.base.size(INVOICE)).toBe(before + 1)
      }),
      { numRuns: 60 },
    )
  })

  it('is made twice by a client that only repeats, so the simulator does tell them apart', async () => {
    const before = world.simulator.base.size(INVOICE)
    world.simulator.settings.faults = [fault({ kind: 'reset-after-commit', methods: ['POST'] })]

    await createNaively()

    expect(world.simulator.base.size(INVOICE)).toBe(before + 2)
  })
})
