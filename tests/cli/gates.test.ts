/** Whose places at a base are free before their lease ends: those of a process that this machine knows to be gone. */
import { spawn } from 'node:child_process'
import { hostname } from 'node:os'
import { expect, it } from 'vitest'
import { hasEnded } from '../../bridge/cli/gates.ts'

it('A process has ended when this machine has none of its number; of other machines nothing is known', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  const owner = `${hostname()}/${child.pid}/1a2b`

  expect(hasEnded(owner)).toBe(false)
  child.kill('SIGKILL')
  await new Promise((resolve) => child.once('exit', resolve))
  expect(hasEnded(owner)).toBe(true)
  expect(hasEnded(`${hostname()}/${process.pid}/of a former life`)).toBe(true)
  expect(hasEnded(`another-machine/${child.pid}/1a2b`)).toBe(false)
  expect(hasEnded('bench')).toBe(false)
})
