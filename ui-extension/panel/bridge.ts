/** What the panel asks of the bridge. The token lives in this closure and nowhere else. */
import type { OpenedPanel, PanelContext } from '../../bridge/http/contract/panel-answers.ts'
import type { Language } from './words.ts'

/** Longer than this nobody waits. */
const PATIENCE_MS = 5_000

/** The bridge has answered and will not show it; its sentence says what to do. */
export class Closed extends Error {}

export interface Bridge {
  /** @throws Closed when it is refused, any other error when the bridge cannot be reached */
  context(): Promise<PanelContext>
}

/** @param ticket good for one opening */
export function bridgeFor(ticket: string, language: Language): Bridge {
  let token = ''
  async function open(): Promise<void> {
    const body = JSON.stringify({ ticket })
    token = ((await ask('session', language, { method: 'POST', body })) as OpenedPanel).token
  }
  return {
    context: async () => {
      if (token === '') await open()
      return (await ask('context', language, { token })) as PanelContext
    },
  }
}

interface Asked {
  method?: string
  body?: string
  token?: string
}

async function ask(path: string, language: Language, { method = 'GET', body, token }: Asked): Promise<unknown> {
  const headers: Record<string, string> = { 'Accept-Language': language }
  if (body !== undefined) headers['Content-Type'] = 'application/json'
  if (token !== undefined) headers['Authorization'] = `Bearer ${token}`
  const impatience = new AbortController()
  const timer = setTimeout(() => impatience.abort(), PATIENCE_MS)
  try {
    const answer = await fetch(`/api/panel/${path}`, {
      method,
      headers,
      credentials: 'omit',
      cache: 'no-store',
      signal: impatience.signal,
      ...(body === undefined ? {} : { body }),
    })
    if (answer.ok) return (await answer.json()) as unknown
    if (answer.status >= 500) throw new Error(`the bridge answers ${answer.status}`)
    throw new Closed(((await answer.json()) as { detail?: string }).detail)
  } finally {
    clearTimeout(timer)
  }
}
