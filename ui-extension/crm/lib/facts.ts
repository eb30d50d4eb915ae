/** Technical facts in one line for an integrator: `by: plan · set: ExchangePlan_…`; nothing is hidden, long values are cut. */

/** Longest value shown in a line, characters. */
const MOST_SHOWN = 120

export function factText(facts: Readonly<Record<string, unknown>>): string {
  return Object.entries(facts)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name}: ${shown(value)}`)
    .join(' · ')
}

/** Nested settings as `dialect.plan.set`, one row each. */
export function flat(settings: Readonly<Record<string, unknown>>, before = ''): [string, string][] {
  return Object.entries(settings).flatMap(([name, value]): [string, string][] =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? flat(value as Record<string, unknown>, `${before}${name}.`)
      : [[`${before}${name}`, shown(value)]],
  )
}

function shown(value: unknown): string {
  const text = Array.isArray(value) ? value.join(', ') : typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text
}
