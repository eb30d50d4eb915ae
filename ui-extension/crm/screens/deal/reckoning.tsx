/** "So accounting will count it": total and VAT, and line by line on demand. */
import { Text } from '@mantine/core'
import type { DealCard, PreFlight } from '../../../../bridge/http/contract.ts'
import { useWords } from '../../parts/use-words.ts'

export function Reckoning({ card, answer }: { card: DealCard; answer: PreFlight }) {
  const { t, money, amount, day, has } = useWords()
  const { reckoning, date } = answer
  if (reckoning.lines.length === 0) return null
  const rate = has(`vat.${reckoning.vatRate}`) ? t(`vat.${reckoning.vatRate}`) : `${reckoning.vatRate} %`
  return (
    <div>
      <Text fz="xs" c="dimmed">
        {t('reckoning.title', { date: day(date) })}
      </Text>
      <Text fw={600} fz="lg" className="figures">
        {money(reckoning.totalMinor)}
      </Text>
      <Text fz="sm" className="figures">
        {t('reckoning.vat', { rate, sum: money(reckoning.vatMinor) })}
      </Text>
      <details>
        <summary>{t('reckoning.lines')}</summary>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{t('lines.text')}</th>
              <th scope="col" className="right">
                {t('lines.sum')}
              </th>
              <th scope="col" className="right">
                {t('reckoning.vat-head')}
              </th>
            </tr>
          </thead>
          <tbody>
            {reckoning.lines.map((line, place) => (
              <tr key={card.lines[place]?.id ?? place}>
                <td>{card.lines[place]?.text}</td>
                <td className="right figures">{amount(line.sumMinor)}</td>
                <td className="right figures">{amount(line.vatMinor)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </div>
  )
}
