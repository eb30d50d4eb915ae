/** A fact that becomes a field on click or Enter; Enter keeps the new text, Esc the old one. */
import { Textarea, TextInput, UnstyledButton } from '@mantine/core'
import { useState, type KeyboardEvent } from 'react'
import css from './editable.module.css'
import { useWords } from './use-words.ts'

interface Props {
  label: string
  value: string
  long?: boolean
  mayEdit: boolean
  save: (text: string) => void
}

export function Editable({ label, value, long = false, mayEdit, save }: Props) {
  const { t } = useWords()
  const [typed, setTyped] = useState<string | null>(null)
  if (!mayEdit) return <span>{value || '—'}</span>
  if (typed === null)
    return (
      <UnstyledButton
        className={css.fact}
        onClick={() => setTyped(value)}
        aria-label={t(value ? 'editable.edit' : 'editable.add-to', { label, value })}
      >
        {value || <span className={css.add}>{t('editable.add')}</span>}
      </UnstyledButton>
    )
  const finish = () => {
    setTyped(null)
    if (typed.trim() !== value) save(typed.trim())
  }
  const Field = long ? Textarea : TextInput
  return (
    <Field
      aria-label={label}
      size="xs"
      value={typed}
      autoFocus
      {...(long ? { autosize: true, minRows: 2 } : {})}
      onChange={(event: { currentTarget: { value: string } }) => setTyped(event.currentTarget.value)}
      onBlur={finish}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key === 'Escape') setTyped(null)
        if (event.key === 'Enter' && !(long && event.shiftKey)) finish()
      }}
    />
  )
}
