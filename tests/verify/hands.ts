/** Several hands: a part of a layer runs in processes of its own, one per core, each with its task. */
import { fork } from 'node:child_process'
import { join } from 'node:path'

/** Two cores are what the hour is counted for. */
export const HANDS = 2

interface Told<Answer> {
  answer?: Answer
  failed?: string
}

/**
 * Runs `run(task)` of a module once per task, each in a process of its own.
 * @param module its address, e.g. `import.meta.resolve('./part.ts')`
 * @throws Error with the stack of the first that failed
 */
export async function inHands<Answer>(module: string, tasks: unknown[]): Promise<Answer[]> {
  return Promise.all(tasks.map((task) => inHand<Answer>(module, task)))
}

function inHand<Answer>(module: string, task: unknown): Promise<Answer> {
  const child = fork(join(import.meta.dirname, 'hand.ts'), [], {
    execArgv: ['--max-semi-space-size=64', '--import', 'tsx'],
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`${module} ended with ${code} before it answered`)))
    child.once('message', (message) => {
      const { answer, failed } = message as Told<Answer>
      child.disconnect()
      if (failed === undefined) resolve(answer as Answer)
      else reject(new Error(failed))
    })
    child.send({ module, task })
  })
}
