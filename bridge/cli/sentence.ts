/** What a failed command says: one sentence that tells what to do. */
import { Problem, type Facts } from '../domain/problem.ts'
import { MappingError, type MappingFault } from '../sync/mapping/mapping-fault.ts'
import { say, type Language } from '../words/say.ts'

export function sentenceOf(error: unknown, language = terminalLanguage()): { code: string; sentence: string } {
  if (error instanceof Problem) return known('problem', error.code, { language, facts: error.facts })
  if (error instanceof MappingError) return { code: 'mapping.faults', sentence: faultsText(error.faults, language) }
  const { reason, message } = error as { reason?: unknown; message?: unknown }
  // An error of a door carries the key of its reason and quotes the base.
  if (typeof reason === 'string') return known('reason', reason, { language, facts: { said: String(message) } })
  return known('problem', 'bridge.fault', { language, facts: { said: String(message ?? error) } })
}

/** What is to be done, then every fault on a line of its own: file, line, column. */
export function faultsText(faults: MappingFault[], language = terminalLanguage()): string {
  const lines = faults.map(({ file, line, column, code, facts }) => {
    const meant = facts['meant'] ? ` ${say(language, 'mapping-fault.meant', facts)}` : ''
    return `  ${file}:${line}:${column} ${say(language, `mapping-fault.${code}`, facts)}${meant}`
  })
  return [say(language, 'problem.mapping.faults'), ...lines].join('\n')
}

function known(kind: 'problem' | 'reason', code: string, { language, facts }: { language: Language; facts: Facts }) {
  const quoted = kind === 'reason' && facts['said'] ? ` (${String(facts['said'])})` : ''
  return { code, sentence: `${say(language, `${kind}.${code}`, facts)}${quoted}` }
}

/** Terminals speak the language of their environment: English unless it names Russian. */
function terminalLanguage(): Language {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env
  return (LC_ALL || LC_MESSAGES || LANG || '').startsWith('ru') ? 'ru' : 'en'
}
