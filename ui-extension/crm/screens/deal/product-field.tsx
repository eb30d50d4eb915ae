/** What is sold: items of accounting are offered while one types; the printed text may differ from the item's name. */
import { Combobox, TextInput, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconLink, IconLinkOff } from '@tabler/icons-react'
import type { KeyboardEvent } from 'react'
import type { Product } from '../../../../bridge/http/contract.ts'
import { useAsk } from '../../ask.ts'
import { typedMoney } from '../../lib/amounts.ts'
import type { DraftLine } from '../../lib/draft-lines.ts'
import { useWords } from '../../parts/use-words.ts'
import { lineFieldId } from './line-field.ts'

const DEBOUNCE_MS = 150
const MOST_OFFERED = 12

interface Props {
  place: number
  draft: DraftLine
  mayEdit: boolean
  wrong: 'empty' | undefined
  change: (next: Partial<DraftLine>) => void
  enter: () => void
}

export function ProductField({ place, draft, mayEdit, wrong, change, enter }: Props) {
  const { t } = useWords()
  const box = useCombobox({ onDropdownClose: () => box.resetSelectedOption() })
  const offered = useOffered(draft.text, box.dropdownOpened)
  const choose = usePick(draft, change)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || (box.dropdownOpened && box.getSelectedOptionIndex() >= 0)) return
    event.preventDefault()
    enter()
  }
  return (
    <Combobox
      store={box}
      onOptionSubmit={(id) => {
        choose(offered.find((product) => product.id === id))
        box.closeDropdown()
      }}
    >
      <Combobox.Target>
        <TextInput
          id={lineFieldId(place)}
          aria-label={t('lines.text-of', { line: place + 1 })}
          placeholder={t('lines.text-hint')}
          value={draft.text}
          readOnly={!mayEdit}
          maxLength={1000}
          error={wrong && t('lines.text-empty')}
          rightSection={draft.text === '' ? null : <Linked linked={draft.productId !== null} />}
          onChange={(event) => {
            change({ text: event.currentTarget.value })
            box.openDropdown()
          }}
          onClick={() => mayEdit && box.openDropdown()}
          onBlur={() => box.closeDropdown()}
          onKeyDown={onKeyDown}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={offered.length === 0}>
        <Combobox.Options mah={260} style={{ overflowY: 'auto' }}>
          {offered.map((product) => (
            <Offer key={product.id} product={product} />
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}

function useOffered(text: string, open: boolean): Product[] {
  const [search] = useDebouncedValue(text.trim(), DEBOUNCE_MS)
  const found = useAsk('GET /api/products', { query: { search, limit: MOST_OFFERED } }, { enabled: open, keep: true })
  return (found.data?.items ?? []).filter(({ marked }) => !marked)
}

/** Takes the item, its name as the text, and its price when none was typed. */
function usePick(draft: DraftLine, change: Props['change']) {
  const mark = useWords().language === 'ru' ? ',' : '.'
  return (product: Product | undefined) => {
    if (product === undefined) return
    const priced = draft.price.trim() === '' && product.priceMinor > 0
    change({
      productId: product.id,
      text: product.name,
      ...(priced ? { price: typedMoney(product.priceMinor, mark) } : {}),
    })
  }
}

function Offer({ product }: { product: Product }) {
  const { t, money } = useWords()
  const facts = [
    product.sku,
    product.inBase ? '' : t('lines.not-in-base'),
    product.priceMinor > 0 ? money(product.priceMinor) : '',
  ]
  return (
    <Combobox.Option value={product.id}>
      <div>{product.name}</div>
      <div style={{ fontSize: '0.75rem', color: 'var(--mantine-color-dimmed)' }}>
        {facts.filter(Boolean).join(' · ')}
      </div>
    </Combobox.Option>
  )
}

function Linked({ linked }: { linked: boolean }) {
  const { t } = useWords()
  const label = t(linked ? 'lines.linked' : 'lines.not-linked')
  const Icon = linked ? IconLink : IconLinkOff
  return (
    <span
      role="img"
      aria-label={label}
      title={label}
      style={{ display: 'flex', color: linked ? 'var(--z-good-fg)' : 'var(--z-warn-fg)' }}
    >
      <Icon size={15} aria-hidden />
    </span>
  )
}
