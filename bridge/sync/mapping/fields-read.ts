/** Which fields of the base a mapping reads: a base that is asked for these alone has half as much to write and to send. */
import type { Noun } from '../../domain/sync.ts'
import type { MappingOf, Rule } from './mapping.ts'

/** Names in the base's words, columns of a section behind a slash: `Number`, `Товары/Цена`. */
export function fieldsRead(mapping: MappingOf<Noun>): string[] {
  return [...new Set(mapping.rules.flatMap(namesOf))]
}

function namesOf(rule: Rule): string[] {
  if (rule.as === 'fixed' || rule.as === 'lookup' || rule.as === 'nothing' || rule.direction === 'out') return []
  const { theirs } = rule
  switch (rule.as) {
    case 'rows':
      return rule.rules.flatMap(namesOf).map((column) => `${theirs}/${column}`)
    case 'contact':
      return [rule.type.column, rule.kind.column, rule.shown].map((column) => `${theirs}/${column}`)
    case 'conversion':
      return [theirs, ...(rule.with ?? [])]
    case 'link':
      return rule.composite === undefined ? [theirs] : [theirs, `${theirs}_Type`]
    default:
      return [theirs]
  }
}
