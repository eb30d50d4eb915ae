/**
 * The way of any form: open, adjust on the screen, write through the ledger, answer in words. Values stay as they were typed
 * until the base has taken them; a form made for a new record carries its key, so that sending it twice writes once.
 */
import { randomUUID } from 'node:crypto'
import { ODataError } from '../odata/errors.ts'
import type { Answer } from '../http/http.ts'
import type { Body } from '../ledger/ledger.ts'
import type { Entity } from '../base/model.ts'
import type { Html } from './html.ts'
import type { SectionName } from './layout.ts'
import { stateOf } from './look.ts'
import { changedMeanwhile, doneNotice, refusedNotice } from './notices.ts'
import { stateBadge } from './parts.ts'
import type { PostedForm } from './posted-form.ts'
import { findRecord, notFound, type Notice, pageAnswer, redirect, type WebRequest } from './request.ts'

const OK = 200
/** Something in the form has to be mended first. */
const REFUSED = 422

/** What a screen of a record shows besides its values. */
export interface Screen<Values> {
  values: Values
  /** Absent while the record is not written yet. */
  entity: Entity | undefined
  /** Key of the record, also of one that is not written yet. */
  key: string
  notice: Notice | null
}

export interface RecordKind<Values> {
  section: SectionName
  set: string
  title: (request: WebRequest, screen: Screen<Values>) => string
  /** Values of an empty form; the address may carry wishes. */
  blank: (request: WebRequest) => Values
  ofEntity: (request: WebRequest, entity: Entity) => Values
  read: (form: PostedForm) => Values
  /** Deeds that only rearrange the screen, such as adding a line; null when the deed is none of them. */
  adjust?: (request: WebRequest, values: Values, deed: string) => Values | null
  /** What keeps the values from being written, in words; `[]` = nothing. */
  problems: (request: WebRequest, values: Values) => string[]
  body: (request: WebRequest, values: Values, before: Entity | undefined) => Body
  /** Extra words of the address after a successful write, such as `careful=tax-id`. */
  remarks?: (values: Values) => string
  view: (request: WebRequest, screen: Screen<Values>) => Html
}

export function openForm<Values>(kind: RecordKind<Values>, request: WebRequest): Answer {
  if (request.path[1] === 'new') {
    return show(kind, request, { values: kind.blank(request), entity: undefined, key: randomUUID(), notice: null })
  }
  const entity = findRecord(request, kind.set)
  if (!entity) return notFound(request)
  const notice = doneNotice(request)
  return show(kind, request, { values: kind.ofEntity(request, entity), entity, key: entity.key, notice })
}

export function submitForm<Values>(kind: RecordKind<Values>, request: WebRequest, form: PostedForm): Answer {
  const entity = request.context.base.get(kind.set, form.text('key'))
  if (!entity && request.path[1] !== 'new') return notFound(request)
  const screen = { values: kind.read(form), entity, key: form.text('key'), notice: null }
  const deed = form.text('deed')
  const adjusted = kind.adjust?.(request, screen.values, deed)
  if (adjusted) return show(kind, request, { ...screen, values: adjusted })
  try {
    return carryOut(kind, request, { screen, deed, seen: form.text('version') })
  } catch (problem) {
    if (!(problem instanceof ODataError)) throw problem
    const now = request.context.base.get(kind.set, screen.key)
    return show(kind, request, { ...screen, entity: now, notice: refusedNotice(request, problem.message) })
  }
}

interface Submission<Values> {
  screen: Screen<Values>
  deed: string
  /** Version of the record that the form was opened with. */
  seen: string
}

function carryOut<Values>(kind: RecordKind<Values>, request: WebRequest, submission: Submission<Values>): Answer {
  const { screen, deed } = submission
  const by = { by: request.user.name }
  const at = [kind.set, screen.key] as const
  const { ledger } = request.context
  if (deed === 'unpost') {
    ledger.unpost(...at, by)
    return done(kind, request, { ...submission, what: 'unposted' })
  }
  if (deed === 'mark' || deed === 'unmark') {
    // 1C's own client unposts a document by itself when it is marked.
    if (deed === 'mark' && screen.entity?.fields['Posted'] === true) ledger.unpost(...at, by)
    ledger.change(...at, { DeletionMark: deed === 'mark' }, by)
    return done(kind, request, { ...submission, what: deed === 'mark' ? 'marked' : 'unmarked' })
  }
  return write(kind, request, submission)
}

function write<Values>(kind: RecordKind<Values>, request: WebRequest, submission: Submission<Values>): Answer {
  const { screen, deed } = submission
  const problems = [
    ...kind.problems(request, screen.values),
    ...changedMeanwhile(request, screen.entity, submission.seen),
  ]
  if (problems.length > 0) {
    const notice = refusedNotice(request, problems.join('\n'))
    return show(kind, request, { ...screen, notice })
  }
  const { ledger } = request.context
  const by = { by: request.user.name }
  const body = kind.body(request, screen.values, screen.entity)
  const wasPosted = screen.entity?.fields['Posted'] === true
  if (screen.entity) ledger.change(kind.set, screen.key, body, by)
  else ledger.create(kind.set, { Ref_Key: screen.key, ...body }, by)
  const posting = deed.startsWith('post') || wasPosted
  if (posting) ledger.post(kind.set, screen.key, by)
  return done(kind, request, { ...submission, what: posting ? 'posted' : 'saved' })
}

function done<Values>(
  kind: RecordKind<Values>,
  request: WebRequest,
  deed: Submission<Values> & { what: string },
): Answer {
  const { screen, what } = deed
  const remarks = kind.remarks?.(screen.values) ?? ''
  const query = `done=${what}${remarks === '' ? '' : `&${remarks}`}`
  const list = `${request.root}/${kind.section}`
  return redirect(deed.deed.endsWith('-close') ? `${list}?${query}&at=${screen.key}` : `${list}/${screen.key}?${query}`)
}

function show<Values>(kind: RecordKind<Values>, request: WebRequest, screen: Screen<Values>): Answer {
  const { entity, notice } = screen
  const badge = entity && stateBadge(request.say, stateOf(entity))
  const content = { title: kind.title(request, screen), body: kind.view(request, screen), badge }
  return pageAnswer(request, content, notice?.tone === 'refused' ? REFUSED : OK)
}
