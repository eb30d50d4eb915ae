/** What a mapping says about each field of ours: who has the last word, and what happens when both sides changed it. */
import type { FieldWords } from '../../domain/merge.ts'
import type { Noun } from '../../domain/sync.ts'
import type { MappingOf, Rule } from './mapping.ts'

export function fieldWords({ rules, owner, conflict, direction }: MappingOf<Noun>): FieldWords {
  const words = rules.flatMap((rule): [string, FieldWords[string]][] => {
    if (!('ours' in rule) || rule.direction === 'out') return []
    // What cannot be sent is nothing that people may edit here.
    if (rule.as === 'nothing' || direction !== 'both' || isOneWay(rule))
      return [[rule.ours, { owner: 'base', conflict: 'base' }]]
    const column = 'theirs' in rule ? rule.theirs : undefined
    const word = { owner: rule.owner ?? owner, conflict: rule.conflict ?? conflict }
    return [[rule.ours, column === undefined ? word : { ...word, column }]]
  })
  return Object.fromEntries(words)
}

const isOneWay = ({ direction }: Rule) => direction === 'in'
