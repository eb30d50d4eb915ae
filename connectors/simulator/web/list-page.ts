/** A list: search over what its rows show, filter by state, pages; the address holds all of it. */
import type { Answer } from '../http/http.ts'
import type { Entity } from '../base/model.ts'
import { type Html, html, type Part } from './html.ts'
import type { SectionName } from './layout.ts'
import { type RecordState, stateOf } from './look.ts'
import { noticeBox, stateMark } from './parts.ts'
import { pageAnswer, type WebRequest } from './request.ts'
import { doneNotice } from './notices.ts'
import type { WordKey } from './words/say.ts'

const ROWS_PER_PAGE = 25
const MAX_SEARCH_LENGTH = 100

export interface Column {
  title: WordKey
  show: (entity: Entity) => Part
  numeric?: boolean
  /** Left out on narrow screens. */
  minor?: boolean
}

export interface ListKind {
  section: SectionName
  set: string
  states: readonly RecordState[]
  /** Made anew for every request, so that it may look things up once. */
  columns: (request: WebRequest) => Column[]
  /** Texts the search looks through. */
  searched: (request: WebRequest, entity: Entity) => string
  /** Positive when the right one stands first. */
  order: (left: Entity, right: Entity) => number
}

export function listPage(kind: ListKind, request: WebRequest): Answer {
  const { say, exchange, root } = request
  // Forms send a space as a plus sign, which the simulator's own reading keeps.
  const query = new URLSearchParams(exchange.rawQuery)
  const search = (query.get('search') ?? '').slice(0, MAX_SEARCH_LENGTH)
  const state = query.get('state') ?? ''
  const found = findRecords(kind, request, { search, state })
  const pages = Math.max(1, Math.ceil(found.length / ROWS_PER_PAGE))
  const page = Math.min(pages, Math.max(1, Number.parseInt(query.get('page') ?? '1', 10) || 1))
  const rows = found.slice((page - 1) * ROWS_PER_PAGE, page * ROWS_PER_PAGE)
  const filtered = search !== '' || state !== ''
  const body = html`${noticeBox(doneNotice(request))}
    <div class="toolbar">
      <a class="button main" href="${root}/${kind.section}/new">${say('create')}</a>
      ${searchForm(kind, request, { search, state })}
      ${filtered && html`<a href="${root}/${kind.section}">${say('showAll')}</a>`}
    </div>
    ${rows.length === 0 ? html`<p class="empty">${say(filtered ? 'nothingFound' : 'nothingYet')}</p>` : table(kind, request, rows)}
    ${pager(request, { kind, search, state, page, pages, count: found.length })}`
  return pageAnswer(request, { title: say(kind.section), body })
}

/** Lower case without the difference of ё and е: what people type and what is stored meet here. */
export function searchable(text: string): string {
  return text.toLowerCase().replaceAll('ё', 'е').replaceAll('\u00a0', ' ')
}

interface Filter {
  search: string
  state: string
}

function findRecords(kind: ListKind, request: WebRequest, filter: Filter): Entity[] {
  const words = searchable(filter.search).split(/\s+/).filter(Boolean)
  const found: Entity[] = []
  for (const entity of request.context.base.all(kind.set)) {
    if (entity.fields['IsFolder'] === true) continue
    if (filter.state !== '' && stateOf(entity) !== filter.state) continue
    const where = words.length === 0 ? '' : searchable(kind.searched(request, entity))
    if (words.every((word) => where.includes(word))) found.push(entity)
  }
  return found.sort(kind.order)
}

function searchForm(kind: ListKind, request: WebRequest, filter: Filter): Html {
  const { say, root } = request
  return html`<form class="search" method="get" action="${root}/${kind.section}" role="search">
    <input
      type="search"
      name="search"
      value="${filter.search}"
      placeholder="${say('search')}"
      aria-label="${say('search')}"
    />
    <select name="state" aria-label="${say('state')}">
      <option value="">${say('anyState')}</option>
      ${kind.states.map(
        (state) => html`<option value="${state}" ${state === filter.state && html`selected`}>${say(state)}</option>`,
      )}
    </select>
    <button>${say('find')}</button>
  </form>`
}

function table(kind: ListKind, request: WebRequest, rows: Entity[]): Html {
  const { say, exchange } = request
  const columns = kind.columns(request)
  const touched = exchange.query.get('at')
  return html`<div class="scroll">
    <table class="list">
      <thead>
        <tr>
          <th scope="col"><span class="aside">${say('state')}</span></th>
          ${columns.map((column) => html`<th scope="col" class="${classOf(column)}">${say(column.title)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (entity) =>
            html`<tr class="${stateOf(entity)} ${entity.key === touched && 'touched'}">
              <td>${stateMark(say, stateOf(entity))}</td>
              ${columns.map((column, at) => cell(kind, request, { entity, column, first: at === 0 }))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

function cell(kind: ListKind, request: WebRequest, at: { entity: Entity; column: Column; first: boolean }): Html {
  const { entity, column } = at
  const shown = column.show(entity)
  const address = `${request.root}/${kind.section}/${entity.key}`
  return html`<td class="${classOf(column)}">${at.first ? html`<a href="${address}">${shown}</a>` : shown}</td>`
}

function classOf(column: Column): string {
  return `${column.numeric ? 'number' : ''}${column.minor ? ' minor' : ''}`
}

function pager(request: WebRequest, at: Filter & { kind: ListKind; page: number; pages: number; count: number }): Html {
  const { say, root } = request
  const address = (page: number) => {
    const query = new URLSearchParams({ search: at.search, state: at.state, page: String(page) })
    return `${root}/${at.kind.section}?${query.toString().replaceAll('+', '%20')}`
  }
  return html`<nav class="pager" aria-label="${say('page', { page: at.page, pages: at.pages })}">
    <span>${say('found', { count: at.count })}</span>
    ${at.page > 1 && html`<a rel="prev" href="${address(at.page - 1)}">${say('previous')}</a>`}
    ${at.pages > 1 && html`<span>${say('page', { page: at.page, pages: at.pages })}</span>`}
    ${at.page < at.pages && html`<a rel="next" href="${address(at.page + 1)}">${say('next')}</a>`}
  </nav>`
}
