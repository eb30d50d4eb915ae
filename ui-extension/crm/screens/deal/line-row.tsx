/** One line while it is typed: item or free text, quantity, price; Enter starts the next line. */
import { ActionIcon, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import type { KeyboardEvent } from 'react'
import type { CheckedLine, DraftLine } from '../../lib/draft-lines.ts'
import { useWords } from '../../parts/use-words.ts'
import css from './lines.module.css'
import { ProductField } from './product-field.tsx'

interface Props {
  place: number
  draft: DraftLine
  checked: CheckedLine | undefined
  mayEdit: boolean
  change: (next: Partial<DraftLine>) => void
  remove: () => void
  enter: () => void
}

export function LineRow({ place, draft, checked, mayEdit, change, remove, enter }: Props) {
  const { t, money } = useWords()
  const line = place + 1
  const onEnter = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.defaultPrevented) enter()
  }
  const wrong = checked?.wrong ?? {}
  const sumMinor = checked?.sumMinor ?? null
  return (
    <div role="row" className={css.row}>
      <div role="cell">
        <ProductField place={place} draft={draft} mayEdit={mayEdit} change={change} enter={enter} wrong={wrong.text} />
      </div>
      {(['quantity', 'price'] as const).map((field) => (
        <div role="cell" key={field}>
          <TextInput
            aria-label={t(`lines.${field}-of`, { line })}
            placeholder={field === 'price' ? t('lines.price') : ''}
            inputMode="decimal"
            classNames={{ input: css.figure ?? '' }}
            value={draft[field]}
            readOnly={!mayEdit}
            error={wrong[field] && draft[field] !== '' ? t(`amount.${wrong[field]}`) : false}
            onChange={(event) => change({ [field]: event.currentTarget.value })}
            onKeyDown={onEnter}
          />
        </div>
      ))}
      <div role="cell" className={`figures ${css.sum}`}>
        {sumMinor === null ? '—' : money(sumMinor)}
      </div>
      <div role="cell">
        {mayEdit && (
          <ActionIcon variant="subtle" color="gray" aria-label={t('lines.remove', { line })} onClick={remove}>
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        )}
      </div>
    </div>
  )
}
