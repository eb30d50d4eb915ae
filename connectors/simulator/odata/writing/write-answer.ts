/** What a write is answered with: always the whole object, in the format of the request. */
import { entityAddress } from '../addresses.ts'
import type { Context, ODataRequest } from '../../context.ts'
import type { Answer } from '../../http/http.ts'
import { entityItem } from '../reading/items.ts'
import type { Item } from '../reading/items.ts'
import type { Entity } from '../../base/model.ts'
import { readOptions } from '../options.ts'
import { entityAnswer, viewOf } from '../answers/answers.ts'
import type { EntitySet } from '../metadata/sets.ts'

export function answerWith(context: Context, request: ODataRequest, item: Item): Answer {
  const options = { ...readOptions(request.exchange.query), filter: '', orderby: '', expand: '' }
  return entityAnswer(viewOf(context, request, { set: item.set, options }), item)
}

/** 201 with `Location`, which goes out as raw UTF-8 (observed). */
export function createdAnswer(
  context: Context,
  request: ODataRequest,
  made: { set: EntitySet; entity: Entity },
): Answer {
  const { set, entity } = made
  const answer = answerWith(context, request, entityItem(set, entity))
  const location = `${request.rootUrl}/${entityAddress(set.name, entity.key)}`
  return { ...answer, status: 201, headers: { ...answer.headers, Location: location } }
}
