/** A value of one side as people read it; what cannot be read so stays as it is spelled. */
import type { SideField } from '../../../../bridge/http/contract.ts'
import { parseMoney, parseQuantity, type Parsed } from '../../lib/amounts.ts'
import { useWords } from '../../parts/use-words.ts'

export function useSideText(): (field: SideField, text: string | null) => string {
  const { t, first, money, quantity, day } = useWords()
  return ({ field, kind }, text) => {
    if (text === null || text === '') return '—'
    if (kind === 'money') return written(parseMoney(text), text, money)
    if (kind === 'quantity') return written(parseQuantity(text), text, quantity)
    if (kind === 'date') return /^\d{4}-\d\d-\d\d$/.test(text) ? day(text) : text
    if (kind === 'yes-no') return text === 'true' || text === 'false' ? t(text === 'true' ? 'yes' : 'no') : text
    if (field === 'state') return first([`invoice.step.${text}`, `invoice.state.${text}`]) || text
    if (field === 'legalForm') return first([`legal-form.${text}`]) || text
    return field === 'comment' ? text.replace(OUR_MARK, '') || '—' : text
  }
}

/** The engine marks what it writes so that it can find it again; people need not read it. */
const OUR_MARK = /^zveno:\S+\s*/

function written(parsed: Parsed, text: string, write: (value: number) => string): string {
  return 'value' in parsed ? write(parsed.value) : text
}
