/** People who work with Zveno; the robot of the engine has `robot.ts`. */
import type { Role, User, Viewer } from '../domain/people.ts'
import type { Db } from './db.ts'
import { yes, type Stored, type YesNo } from './rows.ts'

/** A user with what sign-in needs. */
export interface StoredUser extends Stored<User> {
  passwordHash: string
}

interface UserRow {
  id: number
  uuid: string
  login: string
  name: string
  role: Role
  department: string
  language: 'ru' | 'en'
  password_hash: string
  active: YesNo
}

/** Logins are compared in lower case. */
export async function userByLogin(db: Db, login: string): Promise<StoredUser | undefined> {
  const row: UserRow | undefined = await db('users').where('login', loginKey(login)).first()
  return row && fromRow(row)
}

export async function userByRowId(db: Db, rowId: number): Promise<StoredUser | undefined> {
  const row: UserRow | undefined = await db('users').where('id', rowId).first()
  return row && fromRow(row)
}

/** Inserts a person, or changes the one with the same id. @returns the row id. */
export async function saveUser(db: Db, user: User & { passwordHash: string }): Promise<number> {
  const row = toRow(user)
  const changed = await db('users').where('uuid', user.id).update(row)
  if (changed === 0) await db('users').insert({ ...row, uuid: user.id })
  const stored: { id: number } | undefined = await db('users').where('uuid', user.id).first('id')
  return stored?.id ?? 0
}

export async function setLanguage(db: Db, rowId: number, language: User['language']): Promise<void> {
  await db('users').where('id', rowId).update({ language })
}

/** @param hash `from` = only if it is still this one @returns whether it was changed */
export async function changePasswordHash(db: Db, rowId: number, hash: { from?: string; to: string }): Promise<boolean> {
  const whose = { id: rowId, ...(hash.from !== undefined && { password_hash: hash.from }) }
  return (await db('users').where(whose).update({ password_hash: hash.to })) === 1
}

/** Asked by a change that changes nothing: until the transaction ends nobody else can change the password, nor let the person go. */
export async function holdsPassword(db: Db, { rowId, passwordHash }: StoredUser): Promise<boolean> {
  const whose = { id: rowId, password_hash: passwordHash, active: true }
  return (await db('users').where(whose).update({ password_hash: passwordHash })) === 1
}

export function viewerOf(user: StoredUser): Viewer {
  const { rowId, id, name, role, department, language } = user
  return { rowId, id, name, role, department, language }
}

function loginKey(login: string): string {
  return login.normalize('NFC').trim().toLowerCase()
}

function toRow(user: User & { passwordHash: string }): Omit<UserRow, 'id' | 'uuid'> {
  const { id: _, login, passwordHash, ...rest } = user
  const { name, role, department, language, active } = rest
  return { login: loginKey(login), name, role, department, language, active, password_hash: passwordHash }
}

function fromRow(row: UserRow): StoredUser {
  const { id: rowId, uuid: id, password_hash: passwordHash, active, ...rest } = row
  const { login, name, role, department, language } = rest
  return { rowId, id, login, name, role, department, language, passwordHash, active: yes(active) }
}
