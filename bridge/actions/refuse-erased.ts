/** Whoever was erased is not written down anew by the way: a person who comes again is a new record, with a consent of its own. */
import { Problem } from '../domain/problem.ts'
import type { Context } from '../store/context.ts'
import { actAbout } from '../store/tombstones.ts'

/** @throws Problem `person.erased` */
export async function refuseErased({ db }: Pick<Context, 'db'>, id: string): Promise<void> {
  const act = await actAbout(db, id)
  if (act !== undefined) throw new Problem('person.erased', { act })
}
