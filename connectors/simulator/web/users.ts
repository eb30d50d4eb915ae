/** People who may sign in to the base through its web client. Invented; the passwords are printed by the demo. */
import { createHash, timingSafeEqual } from 'node:crypto'

export interface WebUser {
  /** Name of the infobase user: login, and the author in the journal. */
  name: string
  fullName: string
  password: string
}

const WEB_USERS: readonly WebUser[] = [
  { name: 'Кузнецова', fullName: 'Елена Кузнецова', password: 'kuznetsova' },
  { name: 'Администратор', fullName: 'Администратор базы', password: 'admin' },
]

/** The user, or undefined when the name or the password is wrong; nobody learns which of the two. */
export function findUser(name: string, password: string): WebUser | undefined {
  return WEB_USERS.find((user) => user.name === name.trim() && sameText(user.password, password))
}

function sameText(left: string, right: string): boolean {
  return timingSafeEqual(digest(left), digest(right))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
