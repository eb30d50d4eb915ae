/** The same `Idempotency-Key` gives the same answer for ever: a double click makes one document. */
import { hash } from 'node:crypto'
import { answerOnce } from '../actions/answer-once.ts'
import type { Context } from '../actions/context.ts'
import { Problem } from '../domain/problem.ts'
import type { RouteName, Routes } from './contract.ts'
import type { Asked, Row } from './route.ts'

/** As long as the column that keeps it. */
const MOST_KEY = 100
const KEY_FIELD = 'Idempotency-Key'

interface Once<Name extends RouteName> {
  name: Name
  asked: Asked<Name>
  handle: Row<Name>['handle']
}

/** @throws Problem `request.key-missing` `request.key-running` `request.key-other-body` */
export async function once<Name extends RouteName>(
  ctx: Context,
  { name, asked, handle }: Once<Name>,
): Promise<{ answer: Routes[Name]['answer']; replayed: boolean }> {
  const { id, body, requestKey } = asked
  if (requestKey === '') throw new Problem('request.key-missing', {}, KEY_FIELD)
  if (requestKey.length > MOST_KEY) throw new Problem('input.too-long', { limit: MOST_KEY }, KEY_FIELD)
  const requestHash = hash('sha256', JSON.stringify([name, id, body]), 'hex')
  return answerOnce(ctx, { requestKey, requestHash }, (inside) => handle(inside, asked))
}
