/** What changed last in a document, and why it is there at all. */
import type { PanelMapping } from '../../bridge/http/contract/panel-answers.ts'
import { facts, make, scrolled, section, table, type Part } from './elements.ts'
import { moment } from './format.ts'
import type { Shown } from './shown.ts'

export function changesOf({ words, context, now }: Shown): HTMLElement | null {
  const { language, say } = words
  const { changes } = context
  if (changes === null) return null
  const rows = changes.items.map(({ line, field, before, after }) => [
    line === 0 ? words.field(field) : `${say('line', { line })}: ${words.field(field)}`,
    before,
    after,
  ])
  return section(
    say('changes'),
    make('p', '', `${moment(language, changes.at, now)} · ${changes.author}`),
    scrolled(table([say('item'), say('before'), say('after')], rows, [])),
    make('p', changes.accepted ? 'note' : 'care', say(changes.accepted ? 'accepted' : 'waiting')),
  )
}

export function whyOf({ words, context, now }: Shown): HTMLElement | null {
  const { language, say } = words
  if (context.why === null) return null
  const { asked, read } = context.why
  const [deal] = context.noun === 'invoice' ? context.deals : []
  return section(
    say(context.noun === 'counterparty' ? 'whyRecord' : 'why'),
    asked === null ? make('p', 'note', say('madeHere')) : null,
    facts([
      [say('askedBy'), asked && asked.by],
      [say('fromDeal'), deal ? deal.title : null],
      [say('askedAt'), asked && moment(language, asked.at, now)],
      [say('rules'), asked && ruled(asked.mapping)],
      [say('lastRead'), read && make('span', '', `${moment(language, read.at, now)} · `, ruled(read.mapping))],
    ]),
  )
}

/** Enough signs of a version to tell it from others. */
const VERSION_SIGNS = 12

function ruled(mapping: PanelMapping | null): Part {
  if (mapping === null) return null
  const version = make('code', '', mapping.version.slice(0, VERSION_SIGNS))
  version.title = mapping.version
  return make('span', '', `${mapping.file} `, version)
}
