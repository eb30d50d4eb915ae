/** Who am I, and what may I do anywhere? */
import { mayOn } from '../domain/allow.ts'
import type { Role, User } from '../domain/people.ts'
import { notFound } from '../domain/problem.ts'
import type { Asking, Row } from './asking.ts'
import { text, yes } from './rows.ts'

export async function me(asking: Asking): Promise<{ user: User; may: string[] }> {
  const row = (await asking.db('users').where('id', asking.viewer.rowId).first()) as Row | undefined
  if (!row) throw notFound('user')
  return {
    user: {
      id: text(row, 'uuid'),
      login: text(row, 'login'),
      name: text(row, 'name'),
      role: text(row, 'role') as Role,
      department: text(row, 'department'),
      language: text(row, 'language') === 'en' ? 'en' : 'ru',
      active: yes(row, 'active'),
    },
    may: mayOn(asking.viewer),
  }
}
