/** Finds a counterparty that accounting already has, by name or INN. */
import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useAsk } from '../ask.ts'
import { useWords } from './use-words.ts'

const DEBOUNCE_MS = 150
const MOST_FOUND = 20

export function PickCounterparty({ pick }: { pick: (id: string) => void }) {
  const { t } = useWords()
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed, DEBOUNCE_MS)
  const found = useAsk('GET /api/counterparties', { query: { search, limit: MOST_FOUND } }, { keep: true })
  const data = (found.data?.items ?? []).map(({ id, name, taxNumber, reasonCode }) => ({
    value: id,
    label: [name, taxNumber, reasonCode].filter(Boolean).join(' · '),
  }))
  return (
    <Select
      label={t('counterparties.find')}
      placeholder={t('counterparties.find-hint')}
      searchable
      data-autofocus
      data={data}
      searchValue={typed}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      nothingFoundMessage={t('palette.nothing')}
      onChange={(id) => {
        if (id !== null) pick(id)
      }}
    />
  )
}
