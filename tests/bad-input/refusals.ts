/** What every refusal of bad input must be: one code, a sentence in both languages, and not one row another after it. */
import { expect } from 'vitest'
import type { ProblemAnswer } from '../../bridge/http/contract.ts'
import { LANGUAGES, type Language } from '../../bridge/words/say.ts'
import { everyRow } from '../every-row.ts'
import type { Person, Sent } from '../person.ts'
import type { World } from '../world.ts'

export interface Refusal extends Pick<ProblemAnswer, 'status' | 'code' | 'field' | 'facts'> {
  /** The sentence in Russian and in English. */
  ru: string
  en: string
}

export interface Asking extends Omit<Sent, 'body'> {
  /** JSON text or bytes as they are, anything else as JSON. */
  body?: unknown
}

type Here = Pick<World, 'bridge'>

/** Asks as somebody who is signed in: their language is that of the answer. */
export function refused(here: Here, person: Person): (way: string, asking?: Asking) => Promise<Refusal> {
  return async (way, asking = {}) => {
    const speak = (language: Language) => person.do('PATCH /api/me', { body: { language } })
    const refusal = await inBoth(here, speak, () => ask(person, way, asking))
    await speak('ru')
    return refusal
  }
}

/** Asks with a session that no longer opens: the language is that of the browser. */
export function turnedAway(here: Here, person: Person): (way: string, asking?: Asking) => Promise<Refusal> {
  return (way, asking = {}) => {
    const headers = (language: Language) => ({ ...asking.headers, 'accept-language': language })
    const nothing = () => Promise.resolve()
    return inBoth(here, nothing, (language) => ask(person, way, { ...asking, headers: headers(language) }))
  }
}

function ask(person: Person, way: string, { body, headers = {} }: Asking): Promise<Response> {
  const [method = '', path = ''] = way.split(' ')
  const sent = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body)
  return person.raw(method, path, { headers, ...(body !== undefined && { body: sent as string }) })
}

/** Once in each language: the same refusal, and the database as it was before. */
async function inBoth(
  here: Here,
  speak: (language: Language) => Promise<unknown>,
  asked: (language: Language) => Promise<Response>,
): Promise<Refusal> {
  const [ru, en] = await inTurn(LANGUAGES, async (language) => {
    await speak(language)
    const before = await everyRow(here.bridge.database.db)
    const problem = await problemOf(await asked(language))
    expect(await everyRow(here.bridge.database.db), 'a refusal changes nothing').toEqual(before)
    return problem
  })
  if (!ru || !en) throw new Error('nothing was asked')
  const { detail: russian, title: _title, ...rest } = ru
  expect(en).toMatchObject(rest)
  expect(russian, 'a Russian sentence').toMatch(/^[«"]?[А-ЯЁ0-9]/)
  expect(en.detail, 'an English sentence').toMatch(/^[“"]?[A-Z]/)
  return { ...rest, ru: russian, en: en.detail }
}

async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (const item of items) results.push(await work(item))
  return results
}

async function problemOf(response: Response): Promise<ProblemAnswer> {
  const text = await response.text()
  expect(response.headers.get('content-type'), text).toContain('application/problem+json')
  const problem = JSON.parse(text) as ProblemAnswer
  expect(problem).toMatchObject({ status: response.status, type: `/problems/${problem.code}` })
  return problem
}
