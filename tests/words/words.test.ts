/** Every code that the code uses has a sentence in both languages; no sentence is half translated. */
import { describe, expect, it } from 'vitest'
import { LANGUAGES, say, wordsOf } from '../../bridge/words/say.ts'
import { codes, firstArguments, sources } from './codes.ts'

function missing(prefix: string, list: string[]): string[] {
  return list
    .map((code) => `${prefix}.${code}`)
    .filter((key) => LANGUAGES.some((language) => say(language, key, { count: 5 }).startsWith('[')))
}

const bridge = sources('bridge')

/** Names of the facts in a sentence. */
const places = (text: string) => [...text.matchAll(/\{\{(\w+)/g)].map((match) => match[1] ?? '').toSorted()

describe('Words', () => {
  it('are the same keys in every language', () => {
    const [russian, english] = LANGUAGES.map((language) => Object.keys(wordsOf(language)))

    expect(english).toEqual(russian)
  })

  it('name the same facts in every language', () => {
    for (const [key, sentence] of Object.entries(wordsOf('ru')))
      expect(places(wordsOf('en')[key] ?? ''), key).toEqual(places(sentence))
  })

  it('have a sentence for every problem, of screens and commands alike', () => {
    const thrown = firstArguments(bridge, /new Problem\(/g)
    const addresses = sources('bridge/http').filter(({ file }) => file.endsWith('serve-route.ts'))
    const ofAddresses = codes(addresses, /^ {2}[a-z]+: '([a-z]+)',$/gm)
    const nouns = [...codes(bridge, /notFound\('([^']+)'\)/g), ...ofAddresses, 'record']

    // A guard of the guard: families that a sentence of a command depends on.
    for (const family of ['config', 'command', 'server', 'demo', 'database', 'secret', 'base', 'request', 'session'])
      expect(
        thrown.codes.filter((code) => code.startsWith(`${family}.`)),
        family,
      ).not.toEqual([])
    expect(missing('problem', thrown.codes)).toEqual([])
    expect(missing('problem', ['bridge.fault', 'mapping.faults'])).toEqual([])
    expect(
      missing(
        'problem',
        nouns.map((noun) => `${noun}.not-found`),
      ),
    ).toEqual([])
  })

  it('know every place that puts a code together: a new one must be covered here', () => {
    expect(firstArguments(bridge, /new Problem\(/g).composed).toEqual([
      'bridge/actions/check-numbers.ts',
      'bridge/domain/problem.ts',
      'bridge/http/validate.ts',
      'bridge/sync/mapping/write-rule.ts',
    ])
    const unwritten = codes(sources('bridge/sync/mapping'), /refuse\(\{[^}]*\}, '([a-z-]+)'/g).map(
      (code) => `mapping.${code}`,
    )
    expect(unwritten.length).toBeGreaterThan(3)
    for (const prefix of ['problem', 'reason', 'trouble', 'remedy']) expect(missing(prefix, unwritten)).toEqual([])
  })

  it('have a sentence for every fault of a tax number and of an input', () => {
    const tax = codes(sources('bridge/domain'), /'((?:reason-code)\.[a-z-]+)'/g)
    const faults = ['empty', 'non-digit', 'length', 'prefix-00', 'checksum', 'not-of-company', 'not-of-person']

    expect(missing('problem', [...faults.map((fault) => `tax-number.${fault}`), ...tax.filter(isRefused)])).toEqual([])
    expect(missing('problem', codes(sources('bridge/http'), /'(input\.[a-z-]+)'/g))).toEqual([])
  })

  it('have a sentence for every reason of the doors and of the engine', () => {
    const doors = codes(sources('connectors/odata'), /'(base\.[a-z-]+)'/g)
    const engine = codes(sources('bridge/sync'), /(?:reason: |Refused\(|Changed\(|Misfit\()'([a-z]+\.[a-z-]+)'/g)
    const declared = codes(
      sources('connectors').filter(({ file }) => file.endsWith('errors.ts')),
      /`(base\.[a-z-]+)`/g,
    )

    expect(missing('reason', [...doors, ...engine, ...declared])).toEqual([])
  })

  it('have a title and a remedy for everything that stops a request or a base and asks a person', () => {
    const asks = firstArguments(sources('bridge/sync', 'connectors/odata'), /new (?:Refused|Changed|Misfit)\(/g)
    const opening = ['secret.wrong-key', 'base.unknown-connector', 'base.not-opened', 'mapping.faults', 'bridge.fault']

    for (const prefix of ['reason', 'trouble', 'remedy'])
      expect(missing(prefix, [...asks.codes, ...opening])).toEqual([])
  })

  it('have a name for everything that was found out about a base', () => {
    const profile = sources('connectors/odata').filter(({ file }) => file.endsWith('profile.ts'))
    const settings = codes(profile, /^ {2}(\w+)\??: /gm).filter((setting) => setting !== 'plan')

    expect(settings).toContain('clientKey')
    expect(missing('dialect', settings)).toEqual([])
  })

  it('have a sentence for every fault of a mapping, every finding and every check', () => {
    const mapping = sources('bridge/sync/mapping')
    const faults = codes(mapping, /(?<![.\w])say\(\s*'([a-z-]+)'/g)
    const findings = [...codes(mapping, /code: '([a-z-]+)'/g), 'optional-absent', 'field-absent']

    expect(faults).toContain('unknown-property')
    expect(missing('mapping-fault', [...faults, 'meant'])).toEqual([])
    expect(missing('finding', findings)).toEqual([])
    const checks = codes(sources('connectors/odata'), /code: '([a-z-]+)'/g)
    expect(missing('check', checks)).toEqual([])
    const said = Object.keys(wordsOf('ru'))
    expect(checks.filter((code) => !said.some((key) => key.startsWith(`check-says.${code}.`)))).toEqual([])
  })

  it('have a sentence for every reason why a record was left out or waits for a person', () => {
    const verdicts = codes(sources('bridge/actions', 'bridge/sync'), /(?:skipped|conflict)\([^,]+, '([^']+)'/g)

    expect(missing('reason', verdicts)).toEqual([])
    const rollbacks = codes(sources('bridge/store', 'bridge/sync'), /'(rollback\.[a-z-]+)'/g)
    expect(rollbacks.length).toBeGreaterThan(5)
    expect(
      missing(
        'reason',
        rollbacks.filter((code) => code !== 'rollback.failed'),
      ),
    ).toEqual([])
  })

  it('say for every trouble what to do and where to click', () => {
    for (const language of LANGUAGES)
      for (const key of Object.keys(wordsOf(language)).filter((one) => one.startsWith('trouble.'))) {
        const code = key.slice('trouble.'.length)
        expect(say(language, `remedy.${code}`), code).not.toMatch(/^\[/)
        expect(say(language, `reason.${code}`), code).not.toMatch(/^\[/)
      }
  })

  it('have a label for every answer to a trouble', () => {
    const answers = codes(bridge, /answers: \['([a-z-]+)'/g)

    expect(
      missing('answer', [...answers, 'retry', 'cancel', 'accept', 'accept-change', 'resume', 'start-anew', 'seen']),
    ).toEqual([])
  })

  it('have a sentence for every event of a deal', () => {
    const noted = codes(sources('bridge/actions'), /noteDeal\([^']*'([^']+)'/g)
    const events = codes(sources('bridge/actions'), /code: '(deal\.[a-z.-]+)'/g)

    expect(missing('event', [...noted, ...events])).toEqual([])
  })

  it('end every sentence for a person with what to do: a problem has at least two', () => {
    for (const [key, sentence] of Object.entries(wordsOf('ru')).filter(([one]) => one.startsWith('problem.')))
      expect(sentence.match(/[.!?:;](\s|$)/g)?.length ?? 0, key).toBeGreaterThan(1)
  })
})

const isRefused = (code: string) => code !== 'reason-code.empty'

describe('Saying', () => {
  it.each([
    [1, '1 строка'],
    [3, '3 строки'],
    [5, '5 строк'],
    [21, '21 строка'],
  ])('counts in Russian: %i', (count, said) => {
    expect(say('ru', 'pre-flight.lines.good', { count })).toBe(said)
  })

  it('writes kopecks as roubles without a detour over fractions', () => {
    const said = say('ru', 'event.invoice.requested', { totalMinor: 16_350_001 }).replaceAll(/\s/g, ' ')

    expect(said).toContain('163 500,01')
  })

  it('writes a date as people do', () => {
    expect(say('ru', 'problem.vat.no-rates', { date: '2026-01-31' })).toContain('31.01.2026')
  })

  it('shows a missing sentence instead of hiding it', () => {
    expect(say('ru', 'problem.never-heard')).toBe('[problem.never-heard]')
  })

  it('puts facts in as text: a fact is never a place for another fact', () => {
    expect(say('ru', 'problem.counterparty.marked', { name: '{{name}} $& $1' })).toContain('«{{name}} $& $1»')
  })
})
