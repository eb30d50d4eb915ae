/**
 * Hashing of passwords: slow by design, so only a few at a time, and the same time for a login that does not exist. The library is
 * loaded with the first of them.
 */
import { spellPassword } from '../domain/password.ts'
import { Problem } from '../domain/problem.ts'

/** Hashes at work; each takes a core and 19 MB for some tens of milliseconds. */
const MOST_AT_ONCE = 2
/** Sign-ins that wait for their turn; more is an attack or a storm, and hears so at once. */
const MOST_WAITING = 50
const RETRY_AFTER_SECONDS = 5

/** Argon2id with the parameters of the OWASP cheat sheet: 19 MiB, two passes. */
const SETTINGS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

const library = () => import('@node-rs/argon2')

export function hashPassword(password: string): Promise<string> {
  return inTurn(async () => (await library()).hash(spellPassword(password), SETTINGS))
}

/** @param stored undefined = there is no such person; takes as long as a wrong password */
export async function isPassword(password: string, stored: string | undefined): Promise<boolean> {
  const decoy = await nobodysHash()
  const { verify } = await library()
  const matches = await inTurn(() => verify(stored ?? decoy, spellPassword(password)).catch(() => false))
  return stored !== undefined && matches
}

let decoyHash: Promise<string> | undefined

function nobodysHash(): Promise<string> {
  return (decoyHash ??= library().then(({ hash }) => hash(crypto.randomUUID(), SETTINGS)))
}

let atWork = 0
const waiting: (() => void)[] = []

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (atWork >= MOST_AT_ONCE) {
    if (waiting.length >= MOST_WAITING) throw new Problem('server.busy', { retryAfterSeconds: RETRY_AFTER_SECONDS })
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else atWork++
  try {
    return await work()
  } finally {
    // The place goes to the next in line, or is given back.
    const next = waiting.shift()
    if (next) next()
    else atWork--
  }
}
