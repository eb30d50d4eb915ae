/** Technical facts in one line for an integrator: `by: plan · set: ExchangePlan_…`; nothing is hidden, long values are cut. */

type Facts = Readonly<Record<string, unknown>>

/** Longest value shown in a line, characters. */
const MOST_SHOWN = 120

export function factText(facts: Facts): string {
  return Object.entries(facts)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name}: ${shown(value)}`)
    .join(' · ')
}

/** Keys of the sentence that says what a check found: by what one of its facts holds, else by its status. */
export function variants({ code, status, facts }: { code: string; status: string; facts: Facts }): string[] {
  const telling = Object.values(facts).filter((value) => typeof value === 'string' || typeof value === 'boolean')
  return [...telling, status].map((end) => `check-says.${code}.${String(end)}`)
}

/** Facts as a sentence shows them. */
export function shownFacts(facts: Facts): Record<string, string> {
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, shown(value)]))
}

/** Nested settings as `dialect.plan.set`, one row each. */
export function flat(settings: Facts, before = ''): [string, string][] {
  return Object.entries(settings).flatMap(([name, value]): [string, string][] =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? flat(value as Facts, `${before}${name}.`)
      : [[`${before}${name}`, shown(value)]],
  )
}

function shown(value: unknown): string {
  const text = Array.isArray(value) ? value.join(', ') : typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text
}
