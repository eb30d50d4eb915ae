/** "Why is this here": a click on the source of a figure opens its way back to the documents of the base. */
import { Popover, Text, Tooltip } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { useWords } from './use-words.ts'
import { WhyRecord, type RecordsOfBase } from './why-record.tsx'
import { WhySums } from './why-sums.tsx'

/** A record of the base, or the sums of a client or deal. */
export type WhyOf = { what: RecordsOfBase; id: string } | { what: 'clients' | 'deals'; id: string }

interface Props {
  of: WhyOf
  /** What the badge says on hover. */
  hint: string
  look: { className: string; 'data-shape': string; 'aria-label'?: string }
  children: ReactNode
}

export function WhyButton({ of, hint, look, children }: Props) {
  const { t } = useWords()
  const [opened, { toggle, close }] = useDisclosure(false)
  return (
    <Popover
      opened={opened}
      onChange={close}
      position="bottom-end"
      width={440}
      withArrow
      shadow="md"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Tooltip label={`${hint}. ${t('why.hint')}`} disabled={opened}>
          <button type="button" {...look} aria-expanded={opened} onClick={toggle}>
            {children}
          </button>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown
        aria-label={t('why.title')}
        maw="94vw"
        style={{ maxHeight: 'min(70vh, 520px)', overflowY: 'auto' }}
      >
        <Text component="h2" fw={600} fz="md" m={0} mb={6}>
          {t('why.title')}
        </Text>
        {opened && <Content of={of} />}
      </Popover.Dropdown>
    </Popover>
  )
}

function Content({ of }: { of: WhyOf }) {
  if (of.what === 'clients' || of.what === 'deals') return <WhySums what={of.what} id={of.id} />
  return <WhyRecord what={of.what} id={of.id} />
}
