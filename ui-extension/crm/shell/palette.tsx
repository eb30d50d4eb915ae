/** The command palette: screens to go to, and clients found as one types. */
import { useDebouncedValue } from '@mantine/hooks'
import { Spotlight, spotlight, type SpotlightActionGroupData } from '@mantine/spotlight'
import { IconSearch, IconUser } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useAsk } from '../ask.ts'
import { useMay } from '../parts/me.ts'
import { useWords } from '../parts/use-words.ts'
import { PLACES } from './places.ts'
import css from './shell.module.css'

const DEBOUNCE_MS = 120
const MOST_CLIENTS = 7

export function PaletteButton() {
  const { t } = useWords()
  return (
    <button type="button" className={css.search} onClick={spotlight.open}>
      <IconSearch size={16} aria-hidden />
      <span style={{ flex: 1 }}>{t('palette.short')} </span>
      <kbd>Ctrl K</kbd>
    </button>
  )
}

export function Palette() {
  const { t } = useWords()
  const [query, setQuery] = useState('')
  const clients = useClients(query)
  const places = usePlaces(query)
  const groups: SpotlightActionGroupData[] = [
    { group: t('palette.clients'), actions: clients },
    { group: t('palette.places'), actions: places },
  ].filter(({ actions }) => actions.length > 0)
  return (
    <Spotlight
      actions={groups}
      query={query}
      onQueryChange={setQuery}
      filter={(_query, actions) => actions}
      shortcut={null}
      centered={false}
      yOffset="12vh"
      transitionProps={{ duration: 0 }}
      overlayProps={{ backgroundOpacity: 0.3, blur: 0 }}
      nothingFound={t('palette.nothing')}
      highlightQuery
      scrollable
      maxHeight={420}
      searchProps={{
        onKeyDown: (event) => {
          if (event.code === 'Enter' && !isChosen()) openFirst(groups)
        },
        placeholder: t('palette.hint'),
        'aria-label': t('palette.hint'),
        leftSection: <IconSearch size={18} />,
      }}
    />
  )
}

/** The kit forgets its choice when found clients arrive late; Enter then means the first of them. */
function isChosen(): boolean {
  return document.querySelector('[data-action][data-selected]') !== null
}

function openFirst(groups: SpotlightActionGroupData[]): void {
  const first = document.querySelector<HTMLElement>('[data-action]')
  if (groups.length > 0) first?.click()
}

function useClients(query: string) {
  const navigate = useNavigate()
  const may = useMay()
  const [search] = useDebouncedValue(query.trim(), DEBOUNCE_MS)
  const enabled = search !== '' && may('see-clients')
  const found = useAsk('GET /api/clients', { query: { search, limit: MOST_CLIENTS } }, { enabled, keep: true })
  if (!enabled) return []
  return (found.data?.items ?? []).map((client) => ({
    id: client.id,
    label: client.name,
    description: [client.taxNumbers.join(', '), client.managerName].filter(Boolean).join(' · '),
    leftSection: <IconUser size={18} aria-hidden />,
    onClick: () => void navigate({ to: '/clients/$clientId', params: { clientId: client.id } }),
  }))
}

function usePlaces(query: string) {
  const { t } = useWords()
  const navigate = useNavigate()
  const may = useMay()
  return PLACES.filter(({ verb, word }) => may(verb) && t(word).toLowerCase().includes(query.trim().toLowerCase())).map(
    ({ to, word, Icon }) => ({
      id: to,
      label: t(word),
      leftSection: <Icon size={18} aria-hidden />,
      onClick: () => void navigate({ to }),
    }),
  )
}
