/** Sends the rows that a function of a register has computed. */
import { atomList } from './atom.ts'
import type { Result } from '../functions/calls.ts'
import type { Context, ODataRequest } from '../../context.ts'
import { compileFilter } from '../filter/filter.ts'
import type { Answer } from '../../http/http.ts'
import { jsonList } from './json.ts'
import { readOptions } from '../options.ts'
import { orderItems } from '../reading/order.ts'
import { viewOf } from './answers.ts'

/** `$filter`, `$orderby`, `$skip` and `$top` work on the result, after the sums. */
export function answerWithRows(context: Context, request: ODataRequest, result: Result): Answer {
  const options = readOptions(request.exchange.query)
  const { set } = result
  const matching =
    options.filter === '' ? result.items : result.items.filter(compileFilter(context, set, options.filter).test)
  const ordered =
    options.orderby === '' ? matching : orderItems(context, set, { items: matching, orderby: options.orderby })
  const end = options.top === null ? undefined : options.skip + options.top
  const items = ordered.slice(options.skip, end)
  const view = viewOf(context, request, { set, options })
  const count = options.inlineCount ? ordered.length : null
  if (request.format === 'atom') return atomList(view, items, { name: set.name, count })
  return jsonList(view, items, { fragment: result.fragment, count })
}
