/** Finds out once what a base can do and how it is set up; writes nothing without consent. */
import type { CheckLine } from '../connector.ts'
import type { Base } from './ask.ts'
import type { ODataCatalogue } from './catalogue.ts'
import { discoverNode } from './plan.ts'
import type { Dialect } from './profile.ts'

export interface Probe {
  base: Base
  catalogue: ODataCatalogue
  dialect: Dialect
  consent: boolean
  signal?: AbortSignal
}

/** Answers the dialect as far as it is known now, and one line per finding. */
export async function probe(task: Probe): Promise<{ dialect: Dialect; lines: CheckLine[] }> {
  const node = await discoverNode(task.base, task.catalogue, task.signal)
  const lines: CheckLine[] = [
    {
      code: 'configuration',
      status: task.catalogue.configuration === 'unknown' ? 'warning' : 'good',
      facts: { configuration: task.catalogue.configuration },
    },
    { code: 'changes', status: node ? 'good' : 'warning', facts: { by: node ? 'plan' : 'window' } },
  ]
  return { dialect: { ...task.dialect, ...(node ? { plan: node } : {}) }, lines }
}
