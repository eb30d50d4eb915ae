/** Runs a part of the bench in a process of its own, so that memory and processor time are its own as well. */
import { fork, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { builtWorker } from './build.ts'
import { productFlags } from './product-flags.ts'

const ROOT = join(import.meta.dirname, '..')

/** Nothing in the bench takes longer, milliseconds. */
const LONGEST_MS = 30 * 60_000

export interface Child<Answer> {
  answer: Answer
  pid: number
  close: () => Promise<void>
}

export interface Told<Answer> {
  answer?: Answer
  failed?: string
}

/** Opens a part that stays alive until it is closed. @param module path below `bench/`, exporting `run(input)` */
export async function openChild<Answer>(module: string, input: unknown): Promise<Child<Answer>> {
  const execArgv = ['--expose-gc', ...(isProduct(module) ? productFlags() : [])]
  const child = fork(await builtWorker(), [], { cwd: ROOT, execArgv, serialization: 'json' })
  const told = answerOf<Answer>(child)
  child.send({ module: module.replace(/\.ts$/, '.js'), input })
  try {
    return { answer: await told, pid: child.pid ?? 0, close: () => close(child) }
  } catch (error) {
    await close(child)
    throw new Error(`${module}: ${(error as Error).message}`, { cause: error })
  }
}

/** Runs a part to its end. */
export async function runChild<Answer>(module: string, input: unknown): Promise<Answer> {
  const child = await openChild<Answer>(module, input)
  await child.close()
  return child.answer
}

const isProduct = (module: string) => module.startsWith('./product/')

function answerOf<Answer>(child: ChildProcess): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no answer in time')), LONGEST_MS)
    child.once('message', (message) => {
      clearTimeout(timer)
      const { answer, failed } = message as Told<Answer>
      if (failed === undefined) resolve(answer as Answer)
      else reject(new Error(failed))
    })
    child.once('exit', (code) => {
      clearTimeout(timer)
      reject(new Error(`ended with ${code} before it answered`))
    })
  })
}

async function close(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
}
