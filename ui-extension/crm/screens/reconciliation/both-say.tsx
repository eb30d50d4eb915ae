/** What the CRM and what the base say, field by field. */
import type { FieldDifference } from '../../../../bridge/http/contract.ts'
import { useWords } from '../../parts/use-words.ts'

export function BothSay({ fields }: { fields: FieldDifference[] }) {
  const { t } = useWords()
  const shown = useShown()
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={t('differences.both')}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t('differences.field')}</th>
            <th scope="col">{t('differences.ours')}</th>
            <th scope="col">{t('differences.theirs')}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map(({ field, ours, theirs }) => (
            <tr key={field}>
              <td>{t(`difference-field.${field}`)}</td>
              <td className="figures">{shown(field, ours)}</td>
              <td className="figures">{shown(field, theirs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function useShown(): (field: FieldDifference['field'], value: string) => string {
  const { t, first, money, day } = useWords()
  return (field, value) => {
    if (field === 'sumMinor' || field === 'vatMinor' || field === 'paid') return money(Number(value))
    if (field === 'posted' || field === 'marked' || field === 'gone') return t(value === 'true' ? 'yes' : 'no')
    if (field === 'state') return first([`invoice.step.${value}`, `invoice.state.${value}`])
    if (field === 'date' && value !== '') return day(value)
    if (field === 'rows') return t('differences.rows', { count: Number(value) })
    return value || '—'
  }
}
