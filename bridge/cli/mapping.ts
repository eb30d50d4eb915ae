/** `zveno mapping check|test`: are the mapping files right, and do they still translate as their golden pairs say? */
import { join } from 'node:path'
import { readConfig } from '../config.ts'
import { Problem } from '../domain/problem.ts'
import { goldenText, runGolden } from '../sync/mapping/golden.ts'
import { loadConfigurations, type MappingSet } from '../sync/mapping/load-mapping.ts'
import { MappingError } from '../sync/mapping/mapping-fault.ts'
import type { Command, Invocation } from './command.ts'
import { mappingsFolder } from './package-root.ts'
import { sentenceOf } from './sentence.ts'

export const command: Command = {
  name: 'mapping',
  purpose: 'check: are the mapping files right? test: do they translate as their golden pairs say?',
  words: 'check|test',
  options: {
    folder: {
      type: 'string',
      value: 'DIR',
      help: 'folder with configurations (`mappings` of zveno.json, else those that come with Zveno)',
    },
  },
  async run(given) {
    const folder = given.text('folder') ?? mappingsFolder(await readConfig())
    const [deed] = given.words
    if (deed === 'check') return check(given, folder)
    if (deed === 'test') return test(given, folder)
    throw new Problem('command.missing', { what: 'check|test' })
  },
}

function check(given: Invocation, folder: string): number {
  try {
    const sets = loadConfigurations(folder)
    given.print({ sound: true, configurations: sets.map(summary) }, () => sets.map(summaryText).join('\n'))
    return 0
  } catch (error) {
    if (!(error instanceof MappingError)) throw error
    const { code, sentence } = sentenceOf(error)
    given.print({ sound: false, error: { code, message: sentence }, faults: error.faults }, () => sentence)
    return 1
  }
}

function test(given: Invocation, folder: string): number {
  const results = loadConfigurations(folder).flatMap((set) => runGolden(join(folder, set.name), set.mappings))
  const failed = results.filter(({ differences }) => differences.length > 0)
  given.print({ pairs: results.length, failed }, () =>
    [...failed.map(goldenText), `${results.length - failed.length} of ${results.length} golden pairs hold`].join('\n'),
  )
  return failed.length === 0 ? 0 : 1
}

function summary({ name, title, mappings }: MappingSet) {
  const files = Object.values(mappings).map(({ noun, kind, version, rules }) => ({
    noun,
    kind,
    version,
    rules: rules.length,
  }))
  return { name, title, files }
}

function summaryText(set: MappingSet): string {
  const { name, title, files } = summary(set)
  const lines = files.map(({ noun, kind, rules }) => `  ${noun.padEnd(14)} ${kind}, ${rules} rules`)
  return [`${name}: ${title}`, ...lines].join('\n')
}
