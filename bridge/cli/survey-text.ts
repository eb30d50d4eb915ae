/** A survey of a base as lines for a terminal. */
import type { Misfit } from '../../connectors/errors.ts'
import { Problem } from '../domain/problem.ts'
import { misfitOf, type Survey } from '../sync/acquaint.ts'

const SIGNS = { good: 'ok ', warning: '!  ', bad: 'BAD', unknown: '?  ' }

export function surveyText(survey: Survey): string {
  const checks = survey.checks.map(
    ({ code, status, facts }) => `  ${SIGNS[status]} ${code.padEnd(14)} ${factsText(facts)}`,
  )
  const mappings = survey.mappings.map(
    ({ noun, coverage, findings }) =>
      `  ${`${coverage} %`.padStart(6)}  ${noun.padEnd(14)} ${findings.length} findings`,
  )
  const findings = survey.mappings.flatMap(({ findings: list }) =>
    list.map(({ severity, file, rule, code, facts }) => `  ${severity}: ${file} ${rule} ${code} ${factsText(facts)}`),
  )
  return [
    `configuration ${survey.configuration}, ${survey.kinds} published kinds`,
    ...checks,
    'mappings',
    ...mappings,
    ...findings,
  ].join('\n')
}

/** Why the exchange cannot work; null = it can. */
export function whyUnsound(survey: Survey): Misfit | Problem | null {
  const misfit = misfitOf(survey)
  if (misfit) return misfit
  const bad = survey.checks.filter(({ status }) => status === 'bad').map(({ code }) => code)
  return bad.length === 0 ? null : new Problem('base.not-sound', { checks: bad.join(', ') })
}

function factsText(facts: Record<string, unknown>): string {
  return Object.entries(facts)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ')
}
