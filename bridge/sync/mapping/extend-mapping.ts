/** Lays what a child mapping says over its parent: properties of the file, then rules by their ids. */

export interface RawRule extends Record<string, unknown> {
  id: string
  rules?: RawRule[]
}

export interface RawMapping extends Record<string, unknown> {
  rules: RawRule[]
  lookups?: Record<string, unknown>
}

export interface RawChild extends Record<string, unknown> {
  extends: string
  lookups?: Record<string, unknown>
  change?: RawRule[]
  drop?: string[]
  add?: RawRule[]
}

/** Ids of `change` and `drop` that the parent does not have are returned, not ignored. */
export function extend(parent: RawMapping, child: RawChild): { mapping: RawMapping; unknown: string[] } {
  const { extends: _, change = [], drop = [], add = [], lookups, ...header } = child
  const changes = new Map(change.map((rule) => [rule.id, rule]))
  const known = new Set(idsOf(parent.rules))
  const rules = [...changed(parent.rules, changes, new Set(drop)), ...add]
  const mapping = { ...parent, ...header, lookups: { ...parent.lookups, ...lookups }, rules }
  return { mapping, unknown: [...changes.keys(), ...drop].filter((id) => !known.has(id)) }
}

function changed(rules: RawRule[], changes: Map<string, RawRule>, drop: Set<string>): RawRule[] {
  return rules
    .filter((rule) => !drop.has(rule.id))
    .map((rule) => {
      const inner = rule.rules ? { rules: changed(rule.rules, changes, drop) } : {}
      const entries = Object.entries({ ...rule, ...inner, ...changes.get(rule.id) })
      return Object.fromEntries(entries.filter(([, value]) => value !== null)) as RawRule
    })
}

function idsOf(rules: RawRule[]): string[] {
  return rules.flatMap((rule) => [rule.id, ...idsOf(rule.rules ?? [])])
}
