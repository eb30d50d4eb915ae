/** Chance and ids that come from a seed alone: streams of different names do not disturb each other. */
import { createHash } from 'node:crypto'
import { chance, type Chance } from '../../../connectors/simulator/worlds/random.ts'

export interface Luck extends Chance {
  /** True in so many of all cases. */
  happens(share: number): boolean
  /** Some of a list, each with the same share. */
  some<T>(items: readonly T[], share: number): T[]
}

export function luckOf(seed: number, stream: string): Luck {
  const luck = chance(createHash('sha1').update(`${seed}/${stream}`).digest().readInt32LE())
  const happens = (share: number) => luck.share() < share
  return { ...luck, happens, some: (items, share) => items.filter(() => happens(share)) }
}

/** UUIDs one after another: the same seed gives the same ones in the same order. */
export function countedIds(seed: number, stream: string): () => string {
  const luck = luckOf(seed, `ids/${stream}`)
  const digits = (count: number) => {
    let text = ''
    while (text.length < count)
      text += Math.floor(luck.share() * 65_536)
        .toString(16)
        .padStart(4, '0')
    return text.slice(0, count)
  }
  return () => `${digits(8)}-${digits(4)}-4${digits(3)}-8${digits(3)}-${digits(12)}`
}
