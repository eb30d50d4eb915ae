/** Which base a command is about, and on whose behalf it acts. */
import { allow } from '../domain/allow.ts'
import type { Viewer } from '../domain/people.ts'
import { Problem } from '../domain/problem.ts'
import { listBases, type Base } from '../store/bases.ts'
import { userByLogin, viewerOf } from '../store/users.ts'
import type { Bridge } from './assemble.ts'

/** @param name absent = the only one. @throws Problem `base.which` */
export async function baseNamed({ database }: Bridge, name: string | undefined): Promise<Base> {
  const bases = await listBases(database.db)
  const fitting = name === undefined ? bases : bases.filter((base) => base.name === name)
  const [base] = fitting
  const known = bases.map((one) => one.name).join(', ')
  if (!base || fitting.length > 1) throw new Problem('base.which', { name: name ?? '', known })
  return base
}

/** @param login absent = Zveno itself. @throws Problem `command.wrong-option` `access.denied` */
export async function authorOf({ database, robot }: Bridge, login: string | undefined): Promise<Viewer> {
  if (login === undefined) return robot
  const user = await userByLogin(database.db, login)
  if (!user) throw new Problem('command.wrong-option', { option: '--as', value: login, allowed: 'LOGIN' })
  const viewer = viewerOf(user)
  allow(viewer, 'roll-back')
  return viewer
}
