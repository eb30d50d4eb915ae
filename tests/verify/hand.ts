/** The other end of `hands.ts`: runs one part of a layer, says what came of it, and ends. */
interface Part {
  run(task: unknown): Promise<unknown>
}

process.once('message', (message) => {
  const { module, task } = message as { module: string; task: unknown }
  void answer(module, task).then((told) => process.send?.(told))
})
process.once('disconnect', () => process.exit(0))

async function answer(module: string, task: unknown): Promise<{ answer?: unknown; failed?: string }> {
  try {
    const part = (await import(module)) as Part
    return { answer: await part.run(task) }
  } catch (error) {
    return { failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}
