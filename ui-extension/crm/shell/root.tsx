/**
 * The root of all screens: sign-in until somebody is known, then the shell around the screen of the address. When the session ends
 * the screen stays, with what was typed into it, and sign-in lies over it.
 */
import { createRootRoute, Link, Outlet } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { Me } from '../../../bridge/http/contract.ts'
import { useAsk } from '../ask.ts'
import { welcome } from '../parts/me.ts'
import { Failed } from '../parts/problem.tsx'
import { Empty } from '../parts/states.tsx'
import { useWords } from '../parts/use-words.ts'
import { SignIn } from '../screens/sign-in/sign-in.tsx'
import { SignInAgain } from '../screens/sign-in/sign-in-again.tsx'
import { Shell } from './shell.tsx'

export const rootRoute = createRootRoute({ component: Root, notFoundComponent: NotFound })

function Root() {
  const me = useAsk('GET /api/me', {})
  const welcomed = useWelcomed(me.data)
  const out = me.isError && me.error.status === 401
  if (out && me.data === undefined) return <SignIn />
  if (me.isError && !out) return <Failed problem={me.error} again={() => void me.refetch()} />
  if (me.data === undefined || !welcomed) return null
  return (
    <>
      <Shell me={me.data}>
        <Outlet />
      </Shell>
      {out && <SignInAgain former={me.data} />}
    </>
  )
}

/** Screens wait for the server's sentences; without them they are drawn all the same. */
function useWelcomed(me: Me | undefined): boolean {
  const [done, setDone] = useState(false)
  useEffect(() => {
    if (me === undefined) return undefined
    let gone = false
    void welcome(me)
      .catch(() => undefined) // sentences of the server are missing: codes are shown in their place
      .then(() => gone || setDone(true))
    return () => {
      gone = true
    }
  }, [me])
  return done
}

function NotFound() {
  const { t } = useWords()
  return (
    <Empty title={t('failed.no-page')} hint={t('failed.no-page-hint')}>
      <Link to="/">{t('failed.home')}</Link>
    </Empty>
  )
}
