/** A person says whether a counterparty that the base has marked for deletion is marked here too. */
import { notFound } from '../domain/problem.ts'
import type { Trouble } from '../domain/sync.ts'
import type { Context } from '../store/context.ts'
import { decideMark as save } from '../store/marks.ts'

/** @throws Problem `counterparty.not-found` */
export async function decideMark(ctx: Context, subject: Trouble['subject'], inUse: boolean): Promise<void> {
  if (!subject || !(await save(ctx, subject.id, inUse))) throw notFound('counterparty')
}
