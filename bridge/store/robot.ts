/** The robot on whose behalf the engine acts; its row is made with the first start and can never sign in. */
import { randomUUID } from 'node:crypto'
import type { Viewer } from '../domain/people.ts'
import { insertIfFree } from './bulk.ts'
import type { Db } from './db.ts'

const LOGIN = 'zveno-robot'
const NAME = 'Звено'

export async function robotViewer(db: Db): Promise<Viewer> {
  const row = (await findRobot(db)) ?? (await addRobot(db))
  return { rowId: row.id, id: row.uuid, name: NAME, role: 'robot', department: '', language: 'ru' }
}

function findRobot(db: Db): Promise<{ id: number; uuid: string } | undefined> {
  return db('users').where('login', LOGIN).first('id', 'uuid')
}

async function addRobot(db: Db): Promise<{ id: number; uuid: string }> {
  // No hash has this shape: nobody can sign in as the robot.
  const robot = { uuid: randomUUID(), login: LOGIN, name: NAME, role: 'robot', password_hash: '!' }
  // Another process may start on the new database at this very moment: one robot serves both.
  await insertIfFree(db, 'users', { ...robot, active: true })
  const row = await findRobot(db)
  if (!row) throw new Error('the robot was not stored')
  return row
}
