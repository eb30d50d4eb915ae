/** Documents that count and their sums on both sides, by month and firm. */
import { Text } from '@mantine/core'
import type { MonthSum } from '../../../../bridge/http/contract.ts'
import { Chip } from '../../parts/chip.tsx'
import { Panel } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'
import { isEqual } from './outcome.tsx'

export function Months({ months }: { months: MonthSum[] }) {
  const { t } = useWords()
  return (
    <Panel title={t('months.title')}>
      {(['invoice', 'payment'] as const).map((what) => (
        <MonthTable key={what} what={what} months={months.filter((month) => month.what === what)} />
      ))}
    </Panel>
  )
}

function MonthTable({ what, months }: { what: MonthSum['what']; months: MonthSum[] }) {
  const { t, count, amount } = useWords()
  if (months.length === 0) return null
  const title = t(`months.${what}`)
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={title}>
      <Text fw={500} mt="xs">
        {title}
      </Text>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t('months.month')}</th>
            {(['ours', 'theirs'] as const).map((side) => (
              <th key={side} scope="col" className="right">
                {t(`months.${side}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {months.map((month) => (
            <tr key={`${month.month} ${month.organisation}`}>
              <td>
                <span className="figures">{monthText(month.month)}</span>{' '}
                {!isEqual(month) && <Chip tone="bad">{t('months.differ')}</Chip>}
                <Text fz="sm" c="dimmed">
                  {month.organisation || '—'}
                </Text>
              </td>
              {[month.ours, month.theirs].map(({ count: number, sumMinor }, place) => (
                <td key={place} className="right figures">
                  {count(number)} · {amount(sumMinor)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** `2026-11` -> `11.2026`, in both languages: it stands in a column of figures. */
function monthText(month: string): string {
  return month.split('-').toReversed().join('.')
}
