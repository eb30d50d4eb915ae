/** GET of data: a list of a set, or one entity by its key and what stands behind it. */
import type { DataAddress } from '../address.ts'
import { countAnswer, listAnswer, viewOf } from '../answers/answers.ts'
import type { Context, ODataRequest } from '../../context.ts'
import { refuse } from '../errors.ts'
import { findItem } from './find-by-key.ts'
import { findItems } from './find.ts'
import type { Answer } from '../../http/http.ts'
import { readOptions } from '../options.ts'
import type { Options } from '../options.ts'
import { readItem } from './walk.ts'

export async function readData(context: Context, request: ODataRequest, address: DataAddress): Promise<Answer> {
  const options = readOptions(request.exchange.query)
  if (address.key === null) return readSet(context, request, { address, options })
  const item = findItem(context, address.set, address.key)
  if (!item) throw refuse.noInstance(address.set.name)
  return readItem({ context, request, options }, item, address)
}

function readSet(context: Context, request: ODataRequest, at: { address: DataAddress; options: Options }): Answer {
  const { address, options } = at
  const { set } = address
  if (address.end === 'value') throw refuse.badSegment('$value')
  const view = viewOf(context, request, { set, options })
  const { items, total } = findItems(context, set, options)
  if (address.end === 'count') return countAnswer(total)
  return listAnswer(view, items, { name: set.name, count: options.inlineCount ? total : null })
}
