/** Passwords that everybody knows, most of them from what was stolen elsewhere (record 017). */

/** Loaded when the first password is set: 49 thousand words that nobody needs until then. */
let known: Promise<Set<string>> | undefined

/** @returns whether a word in lower case is one of them */
export async function commonPasswords(): Promise<(word: string) => boolean> {
  const words = await (known ??= load())
  return (word) => words.has(word)
}

async function load(): Promise<Set<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  return new Set(dictionary['passwords-common'])
}
