/**
 * Registration of changes for exchange plan nodes: a set, not a queue. Each changed object stands there once, without a
 * message number until somebody selects it (observed; section 7.1 of the reference).
 */
import type { Base } from './base.ts'
import type { Change, Entity, ExchangePlanType } from './model.ts'

export interface Registration {
  change: Change
  /** Number of the last message that carried it; null = changed since. */
  messageNo: number | null
}

export type PlansState = [node: string, registrations: [string, Registration][]][]

const PLAN_PREFIX = 'ExchangePlan_'

export class Plans {
  #base: Base
  #plans: ExchangePlanType[]
  /** Node key -> `identity of the change` -> registration. */
  #registrations = new Map<string, Map<string, Registration>>()

  constructor(base: Base) {
    this.#base = base
    this.#plans = base.profile.objects.filter((object) => object.class === 'ExchangePlan')
    base.onChange((change) => this.#hear(change))
  }

  /** Stamps what has no number and returns everything that is not acknowledged: safe to repeat. */
  select(nodeKey: string, messageNo: number): Change[] {
    const registrations = [...(this.#registrations.get(nodeKey)?.values() ?? [])]
    for (const registration of registrations) registration.messageNo ??= messageNo
    return registrations.map(({ change }) => change)
  }

  /** Forgets what was selected with this number or a smaller one; what changed since survives. */
  acknowledge(nodeKey: string, messageNo: number): void {
    const registrations = this.#registrations.get(nodeKey)
    for (const [identity, registration] of registrations ?? []) {
      if (registration.messageNo !== null && registration.messageNo <= messageNo) registrations?.delete(identity)
    }
  }

  /** How many registrations wait for a node. */
  waiting(nodeKey: string): number {
    return this.#registrations.get(nodeKey)?.size ?? 0
  }

  save(): PlansState {
    return [...this.#registrations].map(([node, registrations]) => [node, [...registrations]])
  }

  restore(state: PlansState): void {
    this.#registrations = new Map(state.map(([node, registrations]) => [node, new Map(registrations)]))
  }

  #hear(change: Change): void {
    if (change.about === 'entity' && change.set.startsWith(PLAN_PREFIX)) this.#hearNode(change)
    for (const plan of this.#plans) {
      if (!plan.content.includes(change.set)) continue
      for (const node of this.#base.all(PLAN_PREFIX + plan.name)) this.#register(node, change)
    }
  }

  /** A new node finds the whole base registered: its first package may be all of it (observed). */
  #hearNode(change: Change & { about: 'entity' }): void {
    if (change.gone) this.#registrations.delete(change.key)
    if (change.gone || this.#registrations.has(change.key)) return
    this.#registrations.set(change.key, new Map())
    const node = this.#base.get(change.set, change.key)
    const plan = this.#plans.find(({ name }) => PLAN_PREFIX + name === change.set)
    for (const set of node && plan ? plan.content : []) {
      for (const known of everythingOf(this.#base, set)) if (node) this.#register(node, known)
    }
  }

  /** The base itself is a node too; nothing is registered for it. */
  #register(node: Entity, change: Change): void {
    if (node.fields['ThisNode'] === true) return
    const registrations = this.#registrations.get(node.key) ?? new Map<string, Registration>()
    const identity = identityOf(change)
    registrations.delete(identity)
    registrations.set(identity, { change, messageNo: null })
    this.#registrations.set(node.key, registrations)
  }
}

function everythingOf(base: Base, set: string): Change[] {
  const entities = [...base.all(set)].map(({ key }): Change => ({ about: 'entity', set, key, gone: false }))
  const recorded = [...base.recordSets(set)].map(([path]): Change => {
    const [recorderSet = '', recorderKey = ''] = path.split('/')
    return { about: 'record-set', set, recorderSet, recorderKey }
  })
  return [...entities, ...recorded]
}

function identityOf(change: Change): string {
  if (change.about === 'entity') return `${change.set}/${change.key}`
  if (change.about === 'record-set') return `${change.set}/${change.recorderSet}/${change.recorderKey}`
  return `${change.set}|${change.recordKey}`
}
