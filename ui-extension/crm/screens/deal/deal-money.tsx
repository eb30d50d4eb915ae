/** The way of a deal's money: offered, invoiced, paid, left; an advance that is not used yet stands last. */
import type { DealCard } from '../../../../bridge/http/contract.ts'
import { MoneyStrip } from '../../parts/money-strip.tsx'
import { useWords } from '../../parts/use-words.ts'

export function DealMoney({ dealId, money }: { dealId: string; money: DealCard['money'] }) {
  const { t } = useWords()
  return (
    <MoneyStrip
      label={t('money.title')}
      source={money.source}
      of={{ what: 'deals', id: dealId }}
      steps={[
        { word: 'money.offer', minor: money.offerMinor },
        { word: 'money.invoiced', minor: money.invoicedMinor },
        { word: 'money.paid', minor: money.paidMinor },
        { word: 'money.remainder', minor: money.remainderMinor, strong: true },
        ...(money.advanceMinor > 0 ? [{ word: 'money.advance', minor: money.advanceMinor }] : []),
      ]}
    />
  )
}
