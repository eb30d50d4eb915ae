/**
 * The panel in a document of the accounting program. The address brings `#ticket=...&about=...`: a ticket for one opening, none when the
 * program could not get one, and the record with its looker, under which what was shown last is remembered.
 */
import type { PanelContext } from '../../bridge/http/contract/panel-answers.ts'
import { bridgeFor, Closed, type Bridge } from './bridge.ts'
import { make } from './elements.ts'
import { moment } from './format.ts'
import { recall, remember } from './memory.ts'
import { view } from './view.ts'
import { chosenLanguage, wordsIn } from './words.ts'

const LOOK_EVERY_MS = 60_000

const words = wordsIn(chosenLanguage(location.search, navigator.languages))
const { say, language } = words
const told = new URLSearchParams(location.hash.slice(1))
const about = told.get('about') || ''
const ticket = told.get('ticket') || ''
const line = document.querySelector('#line') as HTMLElement
const place = document.querySelector('#panel') as HTMLElement

// A ticket is nothing for the history of a browser; a page that is loaded again asks its program for another one.
history.replaceState(null, '', location.pathname + location.search)
document.documentElement.lang = language
document.title = say('deal')

const bridge: Bridge | null = ticket === '' ? null : bridgeFor(ticket, language)
let context: PanelContext | null = recall(about, new Date())
let closed = false

if (context === null) line.textContent = say('loading')
void look()
setInterval(() => {
  if (!closed && !document.hidden) void look()
}, LOOK_EVERY_MS)

async function look(): Promise<void> {
  if (bridge === null) return showAway()
  try {
    context = await bridge.context()
    remember(about, context)
    show('status', say('context', { at: shortly(context.at) }))
  } catch (error) {
    if (!(error instanceof Closed)) return showAway()
    closed = true
    show('care', error.message)
  }
}

/** What was known last stays, and says how old it is. */
function showAway(): void {
  show('care', context === null ? say('neverSeen') : say('away', { at: shortly(context.at) }))
}

function shortly(at: string): string {
  return moment(language, at, new Date())
}

let drawn = ''

/** Whoever reads or has chosen something is not disturbed by what has not changed. */
function show(look_: 'status' | 'care', sentence: string): void {
  const held = document.activeElement === line.querySelector('button')
  line.className = `line ${look_}`
  line.textContent = ''
  line.append(make('span', '', sentence), ...again())
  if (held) (line.querySelector('button') || document.body).focus()
  const { at: _at, ...rest } = context || { at: '' }
  const text = JSON.stringify(rest)
  if (context !== null && text !== drawn) {
    drawn = text
    place.textContent = ''
    place.append(...view({ words, context, now: new Date() }))
  }
  tellHost()
}

/** As long as looking again can help. */
function again(): HTMLElement[] {
  if (bridge === null || closed) return []
  const button = make('button', '', say('again'))
  button.addEventListener('click', () => void look())
  return [button]
}

/** How high the panel is, and that it stands there at all: whoever may frame this page may know that, and nothing else is told. */
function tellHost(): void {
  if (window.parent !== window) window.parent.postMessage({ zveno: 'panel', height: document.body.offsetHeight }, '*')
}
