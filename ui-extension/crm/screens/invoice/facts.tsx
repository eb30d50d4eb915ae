/** The parties and papers of an invoice; earlier numbers stay known. */
import type { Invoice } from '../../../../bridge/http/contract.ts'
import { Panel } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'
import { WhyMark } from '../../parts/why-mark.tsx'
import type { RecordsOfBase } from '../../parts/why-record.tsx'

interface Fact {
  word: string
  value: string
  /** Record of the base that the name is of. */
  what?: RecordsOfBase
  id?: string
}

export function Facts({ invoice }: { invoice: Invoice }) {
  const { t } = useWords()
  const facts: Fact[] = [
    {
      word: 'parties.counterparty',
      value: invoice.counterpartyName,
      what: 'counterparties',
      id: invoice.counterpartyId,
    },
    {
      word: 'parties.organisation',
      value: invoice.organisationName,
      what: 'organisations',
      id: invoice.organisationId,
    },
    { word: 'parties.contract', value: invoice.contractName, what: 'contracts', id: invoice.contractId ?? '' },
    { word: 'invoice.former', value: invoice.formerNumbers.join(', ') },
    { word: 'invoice.comment', value: invoice.comment.replace(OUR_MARK, '') },
  ]
  return (
    <Panel title={t('invoice.facts')}>
      <dl className="facts">
        {facts
          .filter(({ value }) => value !== '')
          .map(({ word, value, what, id }) => (
            <div key={word} style={{ display: 'contents' }}>
              <dt>{t(word)}</dt>
              <dd>
                {value} {what && id && <WhyMark what={what} id={id} name={value} />}
              </dd>
            </div>
          ))}
      </dl>
    </Panel>
  )
}

/** The engine marks what it writes so that it can find it again; people need not read it. */
const OUR_MARK = /^zveno:\S+\s*/
