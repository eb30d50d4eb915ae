/** The parties and papers of an invoice; earlier numbers stay known. */
import type { Invoice } from '../../../../bridge/http/contract.ts'
import { Panel } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'

export function Facts({ invoice }: { invoice: Invoice }) {
  const { t } = useWords()
  const facts: [string, string][] = [
    ['parties.counterparty', invoice.counterpartyName],
    ['parties.organisation', invoice.organisationName],
    ['parties.contract', invoice.contractName],
    ['invoice.former', invoice.formerNumbers.join(', ')],
    ['invoice.comment', invoice.comment.replace(OUR_MARK, '')],
  ]
  return (
    <Panel title={t('invoice.facts')}>
      <dl className="facts">
        {facts
          .filter(([, value]) => value !== '')
          .map(([word, value]) => (
            <div key={word} style={{ display: 'contents' }}>
              <dt>{t(word)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </Panel>
  )
}

/** The engine marks what it writes so that it can find it again; people need not read it. */
const OUR_MARK = /^zveno:\S+\s*/
