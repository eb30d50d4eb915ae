/** What a line of the log says of a failure: which one it was, and never what anybody or any base has said. */
import { Writable } from 'node:stream'
import { expect, it } from 'vitest'
import { openLog } from '../../bridge/cli/log.ts'
import { Refused } from '../../connectors/errors.ts'

const SAID = 'Иванов Пётр, ИНН 771234567890'

async function lineOf(facts: Record<string, unknown>): Promise<{ text: string; line: Record<string, unknown> }> {
  const text = await new Promise<string>((resolve) => {
    const write: Writable['_write'] = (chunk: Buffer, _encoding, done) => {
      resolve(chunk.toString('utf8'))
      done()
    }
    openLog('debug', new Writable({ write }))('pull.failed', facts)
  })
  return { text, line: JSON.parse(text) as Record<string, unknown> }
}

it('names the reason, the kind of error and the place of a failure', async () => {
  const error = new Refused('base.rule', SAID, { code: SAID }, new Error(SAID))

  const { text, line } = await lineOf({ base: 'buh', reason: 'base.rule', attempts: 2, error })

  expect(line).toMatchObject({ message: 'pull.failed', base: 'buh', reason: 'base.rule', attempts: 2 })
  expect(line['error']).toMatchObject({ class: 'Refused', code: 'base.rule', cause: { class: 'Error' } })
  expect(text).toContain('log.test.ts')
  expect(text).not.toContain('Иванов')
})

it('hides every text whose name is not known to hold none, whoever forgets about it', async () => {
  const facts = {
    said: SAID,
    fault: String(new Error(SAID)),
    message: SAID,
    row: { name: SAID },
    names: [SAID],
    password: 'x1',
    code: SAID,
  }

  const { text, line } = await lineOf(facts)

  expect(line).toMatchObject({ said: '***', fault: '***', row: '***', names: '***', password: '***', code: '***' })
  expect(text).not.toContain('Иванов')
})

it('hides what a driver quotes of a statement, and says its code', async () => {
  const error = Object.assign(new Error(`insert into clients (name) values ('${SAID}') - UNIQUE constraint failed`), {
    code: 'SQLITE_CONSTRAINT_UNIQUE',
  })

  const { text, line } = await lineOf({ error })

  expect(line['error']).toMatchObject({ code: 'SQLITE_CONSTRAINT_UNIQUE' })
  expect(text).not.toContain('Иванов')
})
