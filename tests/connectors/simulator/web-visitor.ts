// A person at a browser, as far as forms over HTTP go: keeps cookies, follows redirects, fills in what the page offers.
import { expect } from 'vitest'
import { type Simulator, startSimulator } from '../../../connectors/simulator/index.ts'
import { InfobaseClock } from '../../../connectors/simulator/base/base.ts'

export interface Screen {
  status: number
  address: string
  html: string
  /** What a reader sees: no tags, entities decoded, spaces joined. */
  text: string
  /** Values of the form with class `record`, as a browser would send them. */
  form: Map<string, string>
}

export interface Visitor {
  open: (path: string) => Promise<Screen>
  /** Sends the form of a screen with some values changed. */
  submit: (screen: Screen, deed: string, changes?: Record<string, string>) => Promise<Screen>
  post: (path: string, fields: Record<string, string>, headers?: Record<string, string>) => Promise<Screen>
}

/** The demo base on 24 November 2026. */
export async function demoBase(dataDir?: string): Promise<Simulator> {
  const clock = new InfobaseClock()
  clock.set('2026-11-24T12:00:00')
  return startSimulator({ port: 0, profile: 'bp30', world: 'demo', clock, ...(dataDir !== undefined && { dataDir }) })
}

export function visitor(simulator: Simulator): Visitor {
  let cookies: Record<string, string> = {}
  const root = `${simulator.url}/buh`

  async function send(path: string, init: RequestInit = {}): Promise<Screen> {
    const cookie = Object.entries(cookies)
      .map(([name, value]) => `${name}=${value}`)
      .join('; ')
    const answer = await fetch(simulator.url + path, {
      redirect: 'manual',
      ...init,
      headers: { cookie, ...(init.headers as Record<string, string>) },
    })
    for (const given of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (given.split(';')[0] ?? '').split('=')
      cookies = { ...cookies, [name]: value }
    }
    const location = answer.headers.get('location')
    if (answer.status === 303 && location) return send(location)
    return screenOf(path, answer.status, await answer.text())
  }

  const post: Visitor['post'] = (path, fields, headers = { origin: simulator.url }) =>
    send(path, { method: 'POST', body: new URLSearchParams(fields), headers })

  return {
    open: (path) => send(`/buh${path}`),
    post: (path, fields, headers) => post(`/buh${path}`, fields, headers),
    submit: (screen, deed, changes = {}) => {
      const action = /<form[^>]*action="([^"]+)"[^>]*class="record"/.exec(screen.html)?.[1] ?? ''
      expect(`${simulator.url}${action}`).toContain(root)
      return post(action, { ...Object.fromEntries(screen.form), deed, ...changes })
    },
  }
}

/** A visitor whom the base knows as the accountant. */
export async function accountant(simulator: Simulator): Promise<Visitor> {
  const person = visitor(simulator)
  await person.post('/sign-in', { user: 'Кузнецова', password: 'kuznetsova' })
  return person
}

function screenOf(address: string, status: number, html: string): Screen {
  const text = decoded(html.replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ')
  const record = /<form[^>]*class="record"[\s\S]*?<\/form>/.exec(html)?.[0] ?? ''
  return { status, address, html, text, form: formValues(record) }
}

function formValues(form: string): Map<string, string> {
  const values = new Map<string, string>()
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    const unchecked = /type="checkbox"/.test(tag) && !/\schecked/.test(tag)
    if (!unchecked) values.set(attribute(tag, 'name'), attribute(tag, 'value'))
  }
  for (const [, open = '', inner = ''] of form.matchAll(/(<select[^>]*>)([\s\S]*?)<\/select>/g)) {
    const options = [...inner.matchAll(/<option[^>]*>/g)].map(([tag]) => tag)
    const chosen = options.find((tag) => /\sselected/.test(tag)) ?? options[0] ?? ''
    values.set(attribute(open, 'name'), attribute(chosen, 'value'))
  }
  for (const [, open = '', inner = ''] of form.matchAll(/(<textarea[^>]*>)([\s\S]*?)<\/textarea>/g)) {
    // A browser leaves out the line end that follows the opening tag.
    values.set(attribute(open, 'name'), decoded(inner.replace(/^\n/, '')))
  }
  return values
}

function attribute(tag: string, name: string): string {
  return decoded(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '')
}

function decoded(text: string): string {
  const signs: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' }
  return text.replace(/&(lt|gt|quot|#39|amp);/g, (entity) => signs[entity] ?? entity)
}
