/** `zveno journal rebuild|replay`: brings the mirror of a base back from the journal, or reads the journal by other rules; the base is not asked. */
import { resolve } from 'node:path'
import { readConfig } from '../config.ts'
import { notFound, Problem } from '../domain/problem.ts'
import { findRun } from '../store/runs.ts'
import { loadMappings } from '../sync/mapping/load-mapping.ts'
import type { NounReplayed, Replayed } from '../sync/journal/replay-tally.ts'
import type { Author } from '../sync/journal/as-run.ts'
import { rebuildRun, tryRebuild } from '../sync/journal/rebuild-run.ts'
import { replayRun, tryReplay } from '../sync/journal/replay-run.ts'
import type { Rebuilt } from '../sync/journal/rebuild.ts'
import { assemble, type Bridge } from './assemble.ts'
import type { Command, Invocation } from './command.ts'
import { openLog } from './log.ts'
import { authorOf, baseNamed } from './on-behalf.ts'
import { withCopy } from './with-copy.ts'

export const command: Command = {
  name: 'journal',
  purpose:
    'rebuild: brings the mirror of a base back; replay: reads what it said by other rules. The base is not asked.',
  words: 'rebuild|replay',
  options: {
    base: { type: 'string', value: 'NAME', help: 'name of the base; the only one when absent' },
    check: { type: 'boolean', help: 'rebuild: beside, compares the hash, changes nothing' },
    from: { type: 'string', value: 'RUN', help: 'replay: number of the run to begin with' },
    mapping: { type: 'string', value: 'DIR', help: 'replay: folder of one configuration, like mappings/bp30' },
    'dry-run': { type: 'boolean', help: 'replay: print what would change (the default)' },
    apply: { type: 'boolean', help: 'replay: change it, as a run of its own' },
    as: { type: 'string', value: 'LOGIN', help: 'whose run it is; Zveno itself when absent' },
  },
  async run(given) {
    const [deed] = given.words
    if (deed !== 'rebuild' && deed !== 'replay') throw new Problem('command.missing', { what: 'rebuild|replay' })
    const bridge = await assemble(await readConfig(), openLog('silent'))
    try {
      return await (deed === 'rebuild' ? rebuild(given, bridge) : replay(given, bridge))
    } finally {
      await bridge.close()
    }
  },
}

async function rebuild(given: Invocation, bridge: Bridge): Promise<number> {
  const by = await authored(given, bridge)
  const checks = given.flag('check')
  given.progress(checks ? 'rebuilding beside, nothing is changed' : 'rebuilding; nobody can write meanwhile')
  const rebuilt = checks ? await withCopy(bridge, (ports) => tryRebuild({ ...by, ports })) : await rebuildRun(by)
  given.print({ base: by.base.name, checked: checks, ...rebuilt }, () => rebuiltText(rebuilt))
  return checks && !rebuilt.equal ? 1 : 0
}

async function replay(given: Invocation, bridge: Bridge): Promise<number> {
  if (given.flag('apply') && given.flag('dry-run'))
    throw new Problem('command.wrong-option', { option: '--apply', value: '--dry-run', allowed: '--apply | --dry-run' })
  const [number, folder] = [needed(given, 'from', 'RUN'), needed(given, 'mapping', 'DIR')]
  const by = await authored(given, bridge)
  const from = await findRun(bridge.database.db, number)
  if (!from || from.baseRowId !== by.base.rowId) throw notFound('run')
  const what = { from, mappings: loadMappings(resolve(folder)).mappings }
  const applies = given.flag('apply')
  given.progress(applies ? 'replaying; nobody can write meanwhile' : 'replaying beside, nothing is changed')
  const answer = applies
    ? await replayRun(by, what)
    : await withCopy(bridge, (ports) => tryReplay({ ...by, ports }, what))
  given.print({ base: by.base.name, applied: applies, ...answer }, () => replayedText(answer))
  return 0
}

async function authored(given: Invocation, bridge: Bridge): Promise<Author> {
  const base = await baseNamed(bridge, given.text('base'))
  return { ports: bridge.ports, base, author: await authorOf(bridge, given.text('as')) }
}

function needed(given: Invocation, option: string, value: string): string {
  const text = given.text(option)
  if (text === undefined || text === '') throw new Problem('command.missing', { what: `--${option} ${value}` })
  return text
}

function rebuiltText({ equal, lines, before, after, cameBack, withoutLink }: Rebuilt): string {
  const nouns = after.nouns.map(({ noun, records, hash }) => `  ${noun.padEnd(14)} ${records}  ${hash.slice(0, SHORT)}`)
  return [
    `${after.records} records out of ${lines} lines: ${equal ? 'equal' : 'DIFFERENT from what was there'}`,
    `  before  ${before.hash}`,
    `  after   ${after.hash}`,
    ...nouns,
    ...(cameBack > 0 ? [`  ${cameBack} rows that were lost came back`] : []),
    ...(withoutLink > 0 ? [`  ${withoutLink} lines are about records that nothing of ours is tied to any more`] : []),
  ].join('\n')
}

/** Signs of a hash that tell it from another at a glance. */
const SHORT = 12

function replayedText({ nouns, samples }: Replayed): string {
  const shown = samples.flatMap(({ noun, key, fields }) =>
    fields.map(({ field, before, after }) => `  ${noun} ${key} ${field}: ${before} -> ${after}`),
  )
  return [...nouns.map(nounText), ...shown].join('\n') || 'Nothing has been said since that run.'
}

function nounText({ noun, records, changed, same, conflict, left }: NounReplayed): string {
  const figures = `${records} records  changed ${changed}  same ${same}  conflict ${conflict}`
  return `${noun.padEnd(14)} ${figures}${left > 0 ? `  left as they are ${left}: no rules in that folder` : ''}`
}
