/** Who is signed in and what they may do. */
import { useQueryClient } from '@tanstack/react-query'
import type { Me } from '../../../bridge/http/contract.ts'
import { rememberSession } from '../api.ts'
import { askKey, useAsk } from '../ask.ts'
import { speak } from '../words.ts'

export const ME = 'GET /api/me'

/** Null until somebody is signed in; every screen below the shell may count on a person. */
export function useMe(): Me | null {
  return useAsk(ME, {}).data ?? null
}

export function useMay(): (verb: string) => boolean {
  const me = useMe()
  return (verb) => me?.may.includes(verb) ?? false
}

/** Takes over what the server said about the person: the CSRF word and their language. */
export async function welcome(me: Me): Promise<void> {
  rememberSession(me)
  await speak(me.user.language)
}

export function useSetMe(): (me: Me) => Promise<void> {
  const client = useQueryClient()
  return async (me) => {
    await welcome(me)
    client.setQueryData(askKey(ME, {}), me)
  }
}
