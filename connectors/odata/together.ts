/**
 * Several pages of a first load as one. Keys come in no order, so that each transaction of a page writes most of the index of keys
 * anew: four pages in one transaction write it once. Only while the base is quick: what a slow one has answered is stored at once.
 */
import type { Page } from '../connector.ts'

const MOST_TOGETHER = 4
/** A page that took longer to come ends the waiting, milliseconds. */
const QUICK_MS = 300

/** Only for pages whose asking acknowledges nothing. @param now milliseconds */
export async function* together(pages: AsyncGenerator<Page>, now: () => number): AsyncGenerator<Page> {
  let held: Page | undefined
  let askedAt = now()
  try {
    for await (const page of pages) {
      const quick = now() - askedAt < QUICK_MS
      if (held && !fits(held, page)) {
        yield held
        held = undefined
      }
      held = held ? joined(held, page) : page
      if (!quick || isWhole(held)) {
        yield held
        held = undefined
      }
      askedAt = now()
    }
  } catch (error) {
    // What has come is stored before the failure is heard of.
    if (held) yield held
    throw error
  }
  if (held) yield held
}

/** The end of a kind, a cursor without records, is not held back: the base would be asked for the next kind while this one is saved. */
function isWhole({ items, said = [] }: Page): boolean {
  return items.length === 0 || said.length === MOST_TOGETHER
}

/** Pages of one kind; a record that comes again, because people moved the data, comes in a transaction of its own. */
function fits(held: Page, page: Page): boolean {
  if (page.items.length === 0 || page.items[0]?.kind !== held.items[0]?.kind) return false
  const keys = new Set(held.items.map(({ key }) => key))
  return page.items.every(({ key }) => !keys.has(key))
}

function joined(held: Page, page: Page): Page {
  const said = [...(held.said ?? []), ...(page.said ?? [])]
  return { ...held, ...page, items: [...held.items, ...page.items], said }
}
