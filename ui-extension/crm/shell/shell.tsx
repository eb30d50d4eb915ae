/** The frame around every screen: places on the left, search and the health of the bases on top, help and palette at hand. */
import { AppShell } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useRouterState } from '@tanstack/react-router'
import { useEffect, type ReactNode } from 'react'
import type { Me } from '../../../bridge/http/contract.ts'
import { useAsk } from '../ask.ts'
import { useWords } from '../parts/use-words.ts'
import { Announcer } from './announcer.tsx'
import { LiveLine } from './live-line.tsx'
import { Navigation } from './navigation.tsx'
import css from './shell.module.css'
import { TopBar } from './top-bar.tsx'

export function Shell({ me, children }: { me: Me; children: ReactNode }) {
  const { t } = useWords()
  const [open, { toggle, close }] = useDisclosure(false)
  const place = useRouterState({ select: ({ location }) => location.pathname })
  const queue = useAsk('GET /api/queue', { query: { whose: 'mine' } }, { enabled: me.may.includes('see-queue') })
  const conflicts = useAsk('GET /api/conflicts', {}, { enabled: me.may.includes('see-conflicts') })
  const bases = queue.data?.bases ?? []
  const troubles = sumOf(bases) + (conflicts.data?.items.length ?? 0)
  useEffect(close, [place, close])
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 224, breakpoint: 'sm', collapsed: { mobile: !open } }}
      padding={0}
    >
      <a href="#content" className={css.skip}>
        {t('shell.skip')}
      </a>
      <AppShell.Header className={css.header}>
        <TopBar bases={bases} open={open} toggle={toggle} />
      </AppShell.Header>
      <AppShell.Navbar className={css.side}>
        <Navigation me={me} queued={queue.data?.items.length ?? 0} troubles={troubles} />
      </AppShell.Navbar>
      <Announcer queued={queue.data?.items.length} />
      <AppShell.Main>
        <LiveLine />
        <div id="content" className={css.content} tabIndex={-1}>
          {children}
        </div>
      </AppShell.Main>
    </AppShell>
  )
}

function sumOf(bases: { openTroubles: number }[]): number {
  return bases.reduce((sum, base) => sum + base.openTroubles, 0)
}
