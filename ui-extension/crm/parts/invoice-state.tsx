/** The state of an invoice in one word; states of the accounting base are shown as they are, never as we hope. */
import {
  IconAlertTriangle,
  IconBan,
  IconCheck,
  IconCircleCheck,
  IconClock,
  IconFileText,
  IconSearch,
  IconTrash,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import type { InvoiceState } from '../../../bridge/http/contract.ts'
import { Chip, type Tone } from './chip.tsx'
import { useWords } from './use-words.ts'

interface Invoiced {
  state: InvoiceState
  totalMinor: number
  paidMinor: number
}

const LOOKS: Record<InvoiceState, { tone: Tone; Icon: ComponentType<{ size: number }> }> = {
  queued: { tone: 'wait', Icon: IconClock },
  checking: { tone: 'wait', Icon: IconSearch },
  draft: { tone: 'calm', Icon: IconFileText },
  issued: { tone: 'accent', Icon: IconCheck },
  'part-paid': { tone: 'warn', Icon: IconCheck },
  paid: { tone: 'good', Icon: IconCircleCheck },
  marked: { tone: 'bad', Icon: IconTrash },
  gone: { tone: 'bad', Icon: IconTrash },
  refused: { tone: 'bad', Icon: IconAlertTriangle },
  cancelled: { tone: 'calm', Icon: IconBan },
}

export function InvoiceStateChip({ invoice }: { invoice: Invoiced }) {
  const { t } = useWords()
  const { tone, Icon } = LOOKS[invoice.state]
  return (
    <Chip tone={tone} icon={<Icon size={13} aria-hidden />}>
      {t(`invoice.state.${invoice.state}`, { percent: paidPercent(invoice) })}
    </Chip>
  )
}

/** Paid share in whole per cent, rounded down so that 100 means paid. */
export function paidPercent({ totalMinor, paidMinor }: { totalMinor: number; paidMinor: number }): number {
  return totalMinor <= 0 ? 0 : Math.min(100, Math.floor((paidMinor * 100) / totalMinor))
}
