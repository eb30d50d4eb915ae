/** What every action is given, and the viewer of those who have not signed in. */
import type { Viewer } from '../domain/people.ts'

export type { Context } from '../store/context.ts'

/** Sees and owns nothing: no record has a manager of this row. */
export const NOBODY: Viewer = { rowId: 0, id: '', name: '', role: 'manager', department: '', language: 'ru' }
