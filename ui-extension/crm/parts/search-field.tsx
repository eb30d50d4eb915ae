/** A search field whose value lives in the address: typing waits a moment, Esc empties it, `/` jumps into it. */
import { CloseButton, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useWords } from './use-words.ts'

const DEBOUNCE_MS = 150
const MOST_CHARACTERS = 200

export function SearchField({
  label,
  value,
  onChange,
}: {
  label: string
  value: string
  onChange: (text: string) => void
}) {
  const { t } = useWords()
  const [typed, setTyped] = useState(value)
  const later = useDebouncedCallback(onChange, DEBOUNCE_MS)
  const type = (text: string) => {
    setTyped(text)
    later(text.trim())
  }
  return (
    <TextInput
      data-search
      type="search"
      aria-label={label}
      placeholder={label}
      value={typed}
      maxLength={MOST_CHARACTERS}
      onChange={(event) => type(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') type('')
      }}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={typed && <CloseButton size="sm" aria-label={t('search.clear')} onClick={() => type('')} />}
      w={{ base: '100%', sm: 340 }}
    />
  )
}
