/** The bar above every screen: the palette, the health of the bases, and on a phone the button of the navigation. */
import { Burger, Group } from '@mantine/core'
import type { BaseLine } from '../../../bridge/http/contract.ts'
import { useWords } from '../parts/use-words.ts'
import { HealthBar } from './health-bar.tsx'
import { Palette, PaletteButton } from './palette.tsx'
import { Shortcuts } from './shortcuts.tsx'

export function TopBar({ bases, open, toggle }: { bases: BaseLine[]; open: boolean; toggle: () => void }) {
  const { t } = useWords()
  return (
    <Group h="100%" px="md" gap="sm" wrap="nowrap">
      <Burger opened={open} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t('shell.menu')} />
      <PaletteButton />
      <HealthBar bases={bases} />
      <Palette />
      <Shortcuts />
    </Group>
  )
}
