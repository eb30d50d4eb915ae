/** Finds the word that was probably meant. */

/** More letters than this apart is another word. */
const FARTHEST = 3
/** Words longer than this are compared by their beginning. */
const LONGEST = 80

/** The nearest of the known words, or null when none is near; letter case counts for nothing. */
export function didYouMean(word: string, known: Iterable<string>): string | null {
  let best: string | null = null
  let bestDistance = Math.min(FARTHEST, Math.floor(word.length / 2)) + 1
  for (const candidate of known) {
    const distance = apart(word.toLowerCase(), candidate.toLowerCase())
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance]
  }
  return best
}

/** Letters to insert, drop or change (Levenshtein's distance), row by row. */
function apart(one: string, other: string): number {
  const target = other.slice(0, LONGEST)
  let row = Array.from({ length: target.length + 1 }, (_, index) => index)
  for (const letter of one.slice(0, LONGEST)) {
    const next = [(row[0] ?? 0) + 1]
    for (let place = 1; place <= target.length; place++) {
      const same = letter === target[place - 1] ? 0 : 1
      next.push(Math.min((row[place] ?? 0) + 1, (next[place - 1] ?? 0) + 1, (row[place - 1] ?? 0) + same))
    }
    row = next
  }
  return row[target.length] ?? 0
}
