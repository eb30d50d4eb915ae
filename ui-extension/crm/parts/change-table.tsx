/** Two versions of an invoice beside each other: the header, then line by line what differs. */
import { Fragment } from 'react'
import type { InvoiceChange } from '../../../bridge/http/contract.ts'
import { byLine, changeText } from '../lib/changes.ts'
import { useWords } from './use-words.ts'

interface Props {
  changes: InvoiceChange[]
  /** Words of the two sides. */
  heads: [before: string, after: string]
  /** What stood before holds no more. */
  struck?: boolean
}

export function ChangeTable({ changes, heads, struck = false }: Props) {
  const { t, language } = useWords()
  return (
    <table className="plain-table">
      <thead>
        <tr>
          {['what', ...heads].map((head) => (
            <th key={head} scope="col">
              {t(`changes.${head}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {byLine(changes).map(({ line, fields }) => (
          <Fragment key={line}>
            {fields.map(({ field, before, after }) => (
              <tr key={field}>
                <td>
                  {line > 0 && `${t('changes.line', { line })}: `}
                  {t(`changes.field.${field}`)}
                </td>
                <td className="figures" style={{ whiteSpace: 'normal' }}>
                  {struck ? <del>{changeText(field, before, language)}</del> : changeText(field, before, language)}
                </td>
                <td className="figures" style={{ whiteSpace: 'normal', fontWeight: 600 }}>
                  {changeText(field, after, language)}
                </td>
              </tr>
            ))}
          </Fragment>
        ))}
      </tbody>
    </table>
  )
}
