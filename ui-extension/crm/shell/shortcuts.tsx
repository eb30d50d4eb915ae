/** Listens to the keys of the whole application and shows the list of them behind `?`. */
import { Group, Modal, Stack, Text } from '@mantine/core'
import { spotlight } from '@mantine/spotlight'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { deedOf, GO_WAIT_MS, goTarget, SHORTCUT_LIST } from '../lib/shortcuts.ts'
import { useWords } from '../parts/use-words.ts'

const OPEN_LIST = 'zveno:shortcuts'
/** Marks the field that `/` jumps into, and the button that Ctrl+I presses. */
const SEARCH_FIELD = '[data-search]'
const ISSUE_BUTTON = '[data-issue]:not(:disabled)'

export function openShortcutList(): void {
  window.dispatchEvent(new Event(OPEN_LIST))
}

export function Shortcuts() {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  useKeys()
  useEffect(() => {
    const show = () => setOpen(true)
    window.addEventListener(OPEN_LIST, show)
    return () => window.removeEventListener(OPEN_LIST, show)
  }, [])
  return (
    <Modal
      opened={open}
      onClose={() => setOpen(false)}
      title={t('shortcuts.title')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Stack gap="xs">
        {SHORTCUT_LIST.map(({ keys, word }) => (
          <Group key={word} justify="space-between">
            <Text>{t(word)}</Text>
            <Group gap={4}>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </Group>
          </Group>
        ))}
        <Text c="dimmed" fz="xs">
          {t('shortcuts.layout')}
        </Text>
      </Stack>
    </Modal>
  )
}

function useKeys(): void {
  const navigate = useNavigate()
  /** null = nobody has pressed `g`; 0 would be the moment at which the page was opened. */
  const goSince = useRef<number | null>(null)
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const isAwaited = goSince.current !== null && event.timeStamp - goSince.current < GO_WAIT_MS
      const to = isAwaited ? goTarget(event.code) : null
      goSince.current = null
      const typing = isTyping(event.target)
      if (to !== null && !typing) return stop(event, () => void navigate({ to }))
      const deed = deedOf(event, typing)
      if (deed === 'go') goSince.current = event.timeStamp
      else if (deed !== null) stop(event, DEEDS[deed])
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [navigate])
}

const DEEDS = {
  palette: () => spotlight.open(),
  help: openShortcutList,
  search: () => {
    const field = document.querySelector<HTMLElement>(SEARCH_FIELD)
    if (field === null) spotlight.open()
    else field.focus()
  },
  issue: () => document.querySelector<HTMLElement>(ISSUE_BUTTON)?.click(),
}

function stop(event: KeyboardEvent, deed: () => void): void {
  event.preventDefault()
  deed()
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}
