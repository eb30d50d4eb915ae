/** What a certificate says in one line: both sides agree, or how much differs; and who put a name under it. */
import { Text } from '@mantine/core'
import type { CertificateLine } from '../../../../bridge/http/contract.ts'
import { Chip } from '../../parts/chip.tsx'
import { useReason } from '../../parts/reason.tsx'
import { useWords } from '../../parts/use-words.ts'

export function Outcome({ certificate }: { certificate: CertificateLine }) {
  const { t } = useWords()
  const { state, differences, openDifferences } = certificate
  if (state === 'failed') return <Chip tone="bad">{t('certificate.failed')}</Chip>
  if (state !== 'done') return <Chip tone="wait">{t(`certificate.${state}`)}</Chip>
  if (differences === 0) return <Chip tone="good">{t('certificate.agrees')}</Chip>
  if (openDifferences === 0) return <Chip tone="good">{t('certificate.mended', { count: differences })}</Chip>
  return <Chip tone="bad">{t('certificate.differs', { count: openDifferences })}</Chip>
}

/** "9 500 invoices for …, 8 900 payments for …: the sums are equal". */
export function Says({ certificate }: { certificate: CertificateLine }) {
  const { t, count, money } = useWords()
  const reason = useReason()(certificate.reason, {})
  const { state, invoices, payments } = certificate
  if (state === 'failed') return <Text>{reason}</Text>
  if (state !== 'done') return <Text>{t(`certificate.says-${state}`)}</Text>
  const figures = (word: string, { count: number, sumMinor }: typeof invoices.theirs) =>
    t(word, { count: number, shown: count(number), sum: money(sumMinor) })
  const equal = isEqual(invoices) && isEqual(payments)
  return (
    <Text>
      <span style={{ fontVariantNumeric: 'tabular-nums' }}>
        {figures('certificate.invoices', invoices.theirs)}, {figures('certificate.payments', payments.theirs)}
        {': '}
        {t(equal ? 'certificate.sums-equal' : 'certificate.sums-differ')}
        {!equal && ' · '}
        {!equal &&
          t('certificate.with-us', {
            invoices: figures('certificate.invoices', invoices.ours),
            payments: figures('certificate.payments', payments.ours),
          })}
      </span>
    </Text>
  )
}

export function isEqual({ ours, theirs }: CertificateLine['invoices']): boolean {
  return ours.count === theirs.count && ours.sumMinor === theirs.sumMinor
}

export function SignedBy({ certificate }: { certificate: CertificateLine }) {
  const { t, exact } = useWords()
  const { signedBy, signedAt, askedBy } = certificate
  return (
    <Text fz="sm" c="dimmed">
      {askedBy === '' ? t('certificate.by-clock') : t('certificate.asked-by', { who: askedBy })}
      {signedAt && ` · ${t('certificate.signed-by', { who: signedBy, at: exact(signedAt) })}`}
    </Text>
  )
}
