/** Finds entities of a set by the exact text of one property without looking at all of them; kept up to date by changes. */
import type { Base } from './base.ts'
import type { Entity } from './model.ts'

class TextIndex {
  #base: Base
  #set: string
  #name: string
  #restores = -1
  #keys = new Map<string, Set<string>>()
  #texts = new Map<string, string>()

  constructor(base: Base, set: string, name: string) {
    this.#base = base
    this.#set = set
    this.#name = name
    base.onChange((change) => {
      if (change.about === 'entity' && change.set === set) this.#update(change.key)
    })
  }

  find(text: string): Entity[] {
    if (this.#restores !== this.#base.restores) this.#rebuild()
    const keys = this.#keys.get(text.toLowerCase()) ?? []
    return [...keys].flatMap((key) => this.#base.get(this.#set, key) ?? [])
  }

  #rebuild(): void {
    this.#restores = this.#base.restores
    this.#keys.clear()
    this.#texts.clear()
    for (const entity of this.#base.all(this.#set)) this.#update(entity.key)
  }

  #update(key: string): void {
    const before = this.#texts.get(key)
    if (before !== undefined) this.#keys.get(before)?.delete(key)
    this.#texts.delete(key)
    const entity = this.#base.get(this.#set, key)
    if (!entity) return
    const text = String(entity.fields[this.#name] ?? '').toLowerCase()
    this.#texts.set(key, text)
    const keys = this.#keys.get(text)
    if (keys) keys.add(key)
    else this.#keys.set(text, new Set([key]))
  }
}

const indexes = new WeakMap<Base, Map<string, TextIndex>>()

/** Entities whose property equals the text, without regard to case. */
export function entitiesWhere(base: Base, set: string, at: { name: string; value: string }): Entity[] {
  if (at.name === 'Ref_Key') return [base.get(set, at.value) ?? []].flat()
  let known = indexes.get(base)
  if (!known) indexes.set(base, (known = new Map<string, TextIndex>()))
  const path = `${set}/${at.name}`
  let index = known.get(path)
  if (!index) known.set(path, (index = new TextIndex(base, set, at.name)))
  return index.find(at.value)
}
