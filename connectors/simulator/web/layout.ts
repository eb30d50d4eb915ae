/** The frame of every page: section panel at the left, the title, what the page shows. */
import { russianDay } from '../base/presentation.ts'
import { type Html, html, type Part } from './html.ts'
import { icon } from './icons.ts'
import type { Content, WebRequest } from './request.ts'
import type { Language, WordKey } from './words/say.ts'

/** Sections in the order of the panel; the first is the home page. */
const SECTIONS = ['invoices', 'receipts', 'counterparties', 'contracts', 'products'] as const satisfies WordKey[]

export type SectionName = (typeof SECTIONS)[number]

export function page(request: WebRequest, { title, body, badge }: Content): Html {
  const { say, root, user, context } = request
  const { closedUntil, down } = context.settings
  return frame(
    { language: request.language, root, title: `${title} — ${context.baseName}` },
    html`<a class="skip" href="#content">${say('skipToContent')}</a>
      <header class="top">
        <a class="brand" href="${root}/invoices"
          >${icon('ledger')}<span>${say('product')}</span><b>${context.baseName}</b></a
        >
        <span class="top-facts">
          ${closedUntil !== '' && html`<span class="closed">${say('closedUntil', { date: russianDay(closedUntil) })}</span>`}
          <form method="post" action="${root}/exchange" class="who">
            <span class="${down ? 'stopped' : 'closed'}">${say(down ? 'exchangeStopped' : 'exchangeWorks')}</span
            ><button class="plain">${say(down ? 'exchangeStart' : 'exchangeStop')}</button>
          </form>
          ${languageSwitch(request.language, root)}
          <form method="post" action="${root}/sign-out" class="who">
            <span>${user.fullName}</span><button class="plain">${say('signOut')}</button>
          </form>
        </span>
      </header>
      <div class="body">
        <nav class="sections" aria-label="${say('sections')}">
          ${SECTIONS.map((name) => sectionLink(request, name))}
        </nav>
        <main id="content" tabindex="-1">
          ${crumb(request)}
          <h1>${title} ${badge}</h1>
          ${body}
        </main>
      </div>`,
  )
}

/** A document around a body: used by pages and by sign-in. */
export function frame(head: { language: Language; root: string; title: string }, body: Part): Html {
  return html`<!DOCTYPE html>
    <html lang="${head.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${head.title}</title>
        <link rel="icon" href="${head.root}/assets/icon.svg" />
        <link rel="stylesheet" href="${head.root}/assets/style.css" />
        <script src="${head.root}/assets/client.js" defer></script>
      </head>
      <body>
        ${body}
      </body>
    </html>`
}

export function languageSwitch(current: Language, root: string): Html {
  return html`<span class="languages">
    ${(['ru', 'en'] as const).map(
      (language) =>
        html`<a href="${root}/language/${language}" hreflang="${language}" ${mark(language === current)}
          >${language.toUpperCase()}</a
        >`,
    )}
  </span>`
}

/** Leads from a record back to its list. */
function crumb({ path, root, say }: WebRequest): Part {
  const section = path.length > 1 && SECTIONS.find((name) => name === path[0])
  return section && html`<p class="crumb"><a href="${root}/${section}">← ${say(section)}</a></p>`
}

function sectionLink(request: WebRequest, name: SectionName): Html {
  return html`<a href="${request.root}/${name}" ${mark(request.path[0] === name)}
    >${icon(name)}<span>${request.say(name)}</span></a
  >`
}

function mark(current: boolean): Html | false {
  return current && html`aria-current="page"`
}
