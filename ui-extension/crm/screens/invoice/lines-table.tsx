/** The lines of an invoice as accounting counts them. */
import type { Invoice } from '../../../../bridge/http/contract.ts'
import { Panel } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'
import { WhyMark } from '../../parts/why-mark.tsx'

export function LinesTable({ invoice }: { invoice: Invoice }) {
  const { t, amount, quantity, money, has } = useWords()
  return (
    <Panel title={t('lines.title')}>
      <div className="scroll-x" tabIndex={0} role="group" aria-label={t('lines.title')}>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{t('lines.text')}</th>
              {['quantity', 'price', 'sum', 'vat'].map((head) => (
                <th key={head} scope="col" className="right">
                  {t(`lines.${head}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {invoice.lines.map((line) => (
              <tr key={line.position}>
                <td>
                  {line.text} {line.productId && <WhyMark what="products" id={line.productId} name={line.text} />}
                </td>
                <td className="right figures">{quantity(line.quantityMilli)}</td>
                <td className="right figures">{amount(line.priceMinor)}</td>
                <td className="right figures">{amount(line.sumMinor)}</td>
                <td className="right figures">
                  {amount(line.vatMinor)} ·{' '}
                  {has(`vat.${line.vatRate}`) ? t(`vat.${line.vatRate}`) : `${line.vatRate} %`}
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={3}>
                {t(invoice.vatIncluded ? 'invoice.vat-included' : 'invoice.vat-on-top')}
              </th>
              <td className="right figures">
                <b>{money(invoice.totalMinor)}</b>
              </td>
              <td className="right figures">{money(invoice.vatMinor)}</td>
            </tr>
          </tfoot>
        </table>
      </div>
    </Panel>
  )
}
