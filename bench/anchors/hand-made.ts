/**
 * The floor under issuing an invoice: a program written by hand that takes a request over HTTP, makes the same calls to the
 * base and the same durable commits of the same rows between them. It checks, translates, compares and reads nothing.
 */
import { join } from 'node:path'
import { openCalls, type Calls } from './calls.ts'
import { COMMITS, Driver, shapesIn, tableOf, type Shape, type Sqlite } from './invoice-rows.ts'
import { serveIssuing, type IssuingAnchor, type AnchorInput } from './issuing.ts'

const STEP = 'update intents set state = ?, lease_until = ? where rowid = ?'
const ISSUED = 'update invoices set state = ?, number = ? where rowid = ?'

export async function run({ root, folder, invoices }: AnchorInput): Promise<IssuingAnchor> {
  const target = new Driver(join(folder, 'floor.sqlite'))
  target.pragma('journal_mode = WAL')
  target.pragma('synchronous = FULL')
  const commits = commitsInto(target, shapesIn(folder, invoices))
  const calls = await openCalls(root, 1)
  return serveIssuing((number) => issue(calls, commits, number))
}

async function issue(calls: Calls, commits: ((number: number) => void)[], number: number): Promise<void> {
  const [requested, sending, stored, posted] = commits
  requested?.(number)
  sending?.(number)
  const key = await calls.create()
  await calls.read(key)
  stored?.(number)
  await calls.post(key)
  await calls.read(key)
  posted?.(number)
}

function commitsInto(target: Sqlite, shapes: Shape[]): ((number: number) => void)[] {
  const inserts = new Map(shapes.map((shape) => [shape.table, insertInto(target, shape)]))
  const step = target.prepare(STEP)
  const issued = target.prepare(ISSUED)
  return COMMITS.map((rows, at) =>
    target.transaction((number) => {
      for (const [table, share] of Object.entries(rows)) inserts.get(table)?.(number, share)
      if (at > 0) step.run('sending', '', number + 1)
      if (at === COMMITS.length - 1) issued.run('issued', '0000-000001', number + 1)
    }),
  )
}

function insertInto(target: Sqlite, shape: Shape): (number: number, share: number) => void {
  target.exec(tableOf(shape))
  const statement = target.prepare(`insert into "${shape.table}" values (${shape.columns.map(() => '?').join(', ')})`)
  return (number, share) => {
    for (let part = 0; part < share; part++) statement.run(...shape.row(number, part, share))
  }
}
