/** Asks for the next page while the consumer stores the current one. Only for pages whose asking acknowledges nothing. */

/** The same items in the same order, one item ahead of the consumer. */
export async function* ahead<T>(source: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = asked(source)
  try {
    for (let result = await next; result.done !== true; result = await next) {
      next = asked(source)
      yield result.value
    }
  } finally {
    // A consumer that leaves must not wait for, nor hear of, the page asked for in vain.
    void next.then(() => source.return(undefined)).catch(() => undefined)
  }
}

/** A failure waits for the consumer to ask; until then nobody listens, which would end the process. */
function asked<T>(source: AsyncGenerator<T>): Promise<IteratorResult<T, unknown>> {
  const next = source.next()
  next.catch(() => undefined)
  return next
}
