/** Each field with the rule that brought it and the words of the base; lines of a document are folded. */
import type { WhyField, WhySince } from '../../../bridge/http/contract.ts'
import { useWords } from './use-words.ts'
import { OfRun } from './of-run.tsx'

export function WhyFields({ fields }: { fields: WhyField[] }) {
  const { t } = useWords()
  const lines = fields.filter(({ row }) => row > 0)
  return (
    <>
      <FieldTable label={t('why.fields')} fields={moneyFirst(fields.filter(({ row }) => row === 0))} />
      {lines.length > 0 && (
        <details>
          <summary>{t('why.lines')}</summary>
          <FieldTable label={t('why.lines')} fields={lines} />
        </details>
      )}
    </>
  )
}

const isMoney = ({ field }: WhyField) => field.endsWith('Minor')

/** Sums are what people ask about. */
function moneyFirst(fields: WhyField[]): WhyField[] {
  return [...fields.filter(isMoney), ...fields.filter((field) => !isMoney(field))]
}

function FieldTable({ label, fields }: { label: string; fields: WhyField[] }) {
  const { t } = useWords()
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={label}>
      <table className="plain-table" style={{ fontSize: '0.75rem' }}>
        <thead>
          <tr>
            <th scope="col">{t('why.field')}</th>
            <th scope="col">{t('why.said')}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={`${field.row} ${field.rule}`}>
              <td>
                {field.row > 0 && `${field.row}. `}
                {t(`why-field.${field.field}`)}
              </td>
              <td style={{ overflowWrap: 'anywhere' }}>
                {field.raw === null || field.raw === '' ? '—' : field.raw}
                <div style={{ color: 'var(--mantine-color-dimmed)' }} title={field.note}>
                  {field.theirs} → <code>{field.rule}</code>
                </div>
                {field.since && <Since since={field.since} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Who put the value of ours there, and when. */
function Since({ since: { at, who, deed, run } }: { since: WhySince }) {
  const { t, exact } = useWords()
  return (
    <div>
      {t('why.since', { at: exact(at), what: t(`deed.${deed}`, { who }) })}
      {run && ', '}
      {run && <OfRun run={run} />}
    </div>
  )
}
