/** Files of the screens: one that is not there, or lies elsewhere, is an unknown address and no incident (checklist: bad inputs). */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browser } from './browser.ts'
import { world, type World } from './world.ts'

let here: World
const folder = mkdtempSync(join(tmpdir(), 'zveno-ui-'))
beforeAll(async () => {
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<html></html>')
  writeFileSync(join(folder, 'assets', 'here.js'), '1')
  here = await world({}, folder)
})
afterAll(async () => {
  await here.close()
  rmSync(folder, { recursive: true })
})

describe('A file of the screens', () => {
  it.each([
    ['that an older page asks for', '/assets/gone-1a2b.js', 404, 'request.no-such-address'],
    ['outside of their folder', '/assets/..%2f..%2fpackage.json', 404, 'request.no-such-address'],
    ['with a broken name', '/assets/%00', 400, 'request.bad-address'],
  ])('%s is refused without an incident', async (_name, path, status, code) => {
    const answer = await browser(here).get(path)

    expect([answer.status, answer.body.code]).toEqual([status, code])
    expect(here.log.filter((line) => line.startsWith('http.incident'))).toEqual([])
  })

  it('that is there is served', async () => {
    expect((await browser(here).get('/assets/here.js')).status).toBe(200)
  })
})
