/** How a request to a base gets into the queue: frozen as it is now, under a key of ours chosen before any byte leaves. */
import { createHash } from 'node:crypto'
import type { Request } from '../domain/request.ts'
import type { Context } from '../store/context.ts'
import { addIntent } from '../store/intents.ts'

/** Freezes a request and puts it into the queue, in the caller's transaction. */
export async function addRequest(
  ctx: Context,
  about: { baseRowId: number; subjectRowId: number; request: Request },
): Promise<void> {
  const payload = JSON.stringify(about.request)
  await addIntent(ctx.db, {
    id: ctx.newId(),
    baseRowId: about.baseRowId,
    noun: about.request.noun,
    subjectRowId: about.subjectRowId,
    foreignKey: ctx.newId(),
    payload,
    payloadHash: createHash('sha256').update(payload).digest('hex'),
    mappingVersion: '',
    authorRowId: ctx.viewer.rowId,
    at: ctx.now(),
  })
}
