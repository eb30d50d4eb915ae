/** What is said of a run wherever it stands: its outcome, whose it is, its figures, its rules. */
import { Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { RunLine } from '../../../../bridge/http/contract.ts'
import { Chip } from '../../parts/chip.tsx'
import { useReason } from '../../parts/reason.tsx'
import { useWords } from '../../parts/use-words.ts'

const TONES = { asked: 'wait', running: 'wait', done: 'good', failed: 'bad' } as const

export function Outcome({ run: { outcome, reason } }: { run: RunLine }) {
  const { t, first } = useWords()
  const why = useReason()(reason, {}) || first([`problem.${reason}`])
  return (
    <>
      <Chip tone={TONES[outcome]}>{t(`runs.${outcome}`)}</Chip>
      {reason !== '' && (
        <Text fz="sm" span>
          {why}
        </Text>
      )}
    </>
  )
}

/** The person, or the clock; and the run that it is about. */
export function Whose({ run: { author, ofRun, kind } }: { run: RunLine }) {
  const { t } = useWords()
  return (
    <>
      {author === '' ? t('journal.by-clock') : author}
      {ofRun && ' · '}
      {ofRun && (
        <Link to="/runs/$runId" params={{ runId: ofRun.id }} style={{ textDecoration: 'underline' }}>
          {t(`journal.about.${kind}`, { number: ofRun.number })}
        </Link>
      )}
    </>
  )
}

/** A roll-back counts in its own words: what was reversed, kept, failed. */
export function Figures({ run: { counts, kind } }: { run: RunLine }) {
  const { t, count } = useWords()
  const nouns = Object.values(counts)
  const sum = (of: 'seen' | 'applied' | 'skipped' | 'conflict') => nouns.reduce((total, one) => total + one[of], 0)
  const words = kind === 'rollback' ? UNDOING : TAKING
  if (sum('seen') === 0) return null
  return (
    <Text fz="sm" className="figures" ta="right">
      {(['applied', 'skipped', 'conflict'] as const).map((of, place) => (
        <span key={of}>
          {place > 0 && ' · '}
          {t(words[of])} {count(sum(of))}
        </span>
      ))}
    </Text>
  )
}

const TAKING = { applied: 'runs.applied', skipped: 'runs.skipped', conflict: 'runs.conflict' }
const UNDOING = {
  applied: 'rollback.counted.reversed',
  skipped: 'rollback.counted.kept',
  conflict: 'rollback.counted.failed',
}

/** As much of a fingerprint as tells two of them apart. */
const SHOWN_OF_VERSION = 8

export function Rules({ mappings }: Pick<RunLine, 'mappings'>) {
  const { t } = useWords()
  if (mappings.length === 0) return null
  const named = mappings.map(
    ({ file, noun, version }) => `${file || t(`noun.${noun}`)} ${version.slice(0, SHOWN_OF_VERSION)}`,
  )
  if (named.length === 1)
    return (
      <Text fz="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {named[0]}
      </Text>
    )
  return (
    <details>
      <summary>
        <Text fz="xs" c="dimmed" span>
          {t('journal.rules', { count: named.length })}
        </Text>
      </summary>
      <Text fz="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {named.join(' · ')}
      </Text>
    </details>
  )
}
