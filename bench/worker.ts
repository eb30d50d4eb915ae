/** The other end of `child.ts`: runs one part of the bench, says what came of it, and stays until it is ended. */
interface Part {
  run(input: unknown): Promise<unknown>
}

process.once('message', (message) => {
  const { module, input } = message as { module: string; input: unknown }
  void answer(module, input).then((told) => process.send?.(told))
})
process.once('disconnect', () => process.exit(0))

async function answer(module: string, input: unknown): Promise<{ answer?: unknown; failed?: string }> {
  try {
    const part = (await import(new URL(module, import.meta.url).href)) as Part
    return { answer: await part.run(input) }
  } catch (error) {
    return { failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}
