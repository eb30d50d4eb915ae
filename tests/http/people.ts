/** The people of the demo world as users: Anna's and Pavel's head is Olga, Igor sells in another department. */
import { randomUUID } from 'node:crypto'
import { hashPassword } from '../../bridge/actions/passwords.ts'
import type { Role, Viewer } from '../../bridge/domain/people.ts'
import type { Database } from '../../bridge/store/db.ts'
import { saveUser, userByLogin, viewerOf } from '../../bridge/store/users.ts'

export const PASSWORD = 'звено-2026'

const PEOPLE = {
  anna: { name: 'Анна Иванова', role: 'manager', department: 'Продажи' },
  pavel: { name: 'Павел Петров', role: 'manager', department: 'Продажи' },
  igor: { name: 'Игорь Юрьев', role: 'manager', department: 'Регионы' },
  olga: { name: 'Ольга Сидорова', role: 'head', department: 'Продажи' },
  elena: { name: 'Елена Кузнецова', role: 'accountant', department: 'Бухгалтерия' },
  dmitry: { name: 'Дмитрий Орлов', role: 'integrator', department: 'ИТ' },
} satisfies Record<string, { name: string; role: Role; department: string }>

export type Login = keyof typeof PEOPLE

/** Slow by design, so once for all of them. */
let passwordHash: Promise<string> | undefined

export async function seedPeople(database: Database): Promise<void> {
  const hash = await (passwordHash ??= hashPassword(PASSWORD))
  for (const [login, person] of Object.entries(PEOPLE)) {
    const user = { ...person, id: randomUUID(), login, language: 'ru', active: true } as const
    await saveUser(database.db, { ...user, passwordHash: hash })
  }
}

export async function viewerBy(database: Database, login: Login): Promise<Viewer> {
  const user = await userByLogin(database.db, login)
  if (!user) throw new Error(`nobody is called ${login}`)
  return viewerOf(user)
}
