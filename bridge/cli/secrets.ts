/** Seals passwords of bases with AES-256-GCM; the key comes from ZVENO_SECRET_KEY or lies in the data folder, never in the database. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import {
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { Problem } from '../domain/problem.ts'

const IV_BYTES = 12
const TAG_BYTES = 16
const SHORTEST_KEY = 16
/** Of an installation without ZVENO_SECRET_KEY; never part of a backup. */
export const KEY_FILE = 'secret.key'

export interface Vault {
  seal(secret: string): string
  open(sealed: string): string
}

/**
 * @param keys the first one seals; the others open what was sealed before the key was changed. They are asked for anew when none of them
 * fits: another process may have changed the key of the folder
 * @throws Problem `config.secret-key-short`; what it opens: `secret.wrong-key` when a text was sealed with another key
 */
export function openVault(keys: () => string[]): Vault {
  const current = () => {
    const [first, ...former] = keys()
    if (first === undefined || first.length < SHORTEST_KEY)
      throw new Problem('config.secret-key-short', { atLeast: SHORTEST_KEY })
    return [first, ...former].map((key) => createHash('sha256').update(key).digest())
  }
  let known = current()
  return {
    seal: (secret) => seal(known[0] as Buffer, secret),
    open: (sealed) => {
      const opened = unseal(known, sealed) ?? unseal((known = current()), sealed)
      if (opened === null) throw new Problem('secret.wrong-key')
      return opened
    },
  }
}

/** Keys from the environment, the current one first; none when the folder has its own. */
export function keysGiven({
  secretKey,
  formerSecretKey = '',
}: Pick<Config, 'secretKey' | 'formerSecretKey'>): string[] {
  return secretKey === '' ? [] : [secretKey, formerSecretKey].filter((key) => key !== '')
}

/**
 * The keys of an installation without ZVENO_SECRET_KEY, a line each: made once and kept beside the embedded database.
 * @throws Problem `database.folder` when the folder cannot be made or written
 */
export function keysOfFolder(folder: string): string[] {
  const file = join(folder, KEY_FILE)
  if (existsSync(file)) return keysIn(file)
  try {
    mkdirSync(folder, { recursive: true })
    makeKey(file)
  } catch (error) {
    throw new Problem('database.folder', { folder, fault: (error as Error).message })
  }
  return keysIn(file)
}

/** Puts other keys into the folder, all of them or none. @throws Problem `database.folder` */
export function keepKeysInFolder(folder: string, keys: string[]): void {
  const file = join(folder, KEY_FILE)
  try {
    renameSync(draftOf(file, keys), file)
  } catch (error) {
    throw new Problem('database.folder', { folder, fault: (error as Error).message })
  }
}

export function newKey(): string {
  return randomBytes(32).toString('base64url')
}

function keysIn(file: string): string[] {
  return readFileSync(file, 'utf8').trim().split(/\r?\n/)
}

function draftOf(file: string, keys: string[]): string {
  const draft = `${file}.${randomBytes(8).toString('hex')}`
  writeFileSync(draft, `${keys.join('\n')}\n`, { mode: 0o600 })
  return draft
}

/** The file appears whole or not at all, and of two first starts at once the later finds the key of the earlier. */
function makeKey(file: string): void {
  const draft = draftOf(file, [newKey()])
  try {
    linkSync(draft, file)
  } catch (error) {
    // Some disks know no links.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') copyFileSync(draft, file, constants.COPYFILE_EXCL)
  } finally {
    rmSync(draft, { force: true })
  }
}

function seal(key: Buffer, secret: string): string {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64')
}

/** null = none of the keys fits. */
function unseal(keys: Buffer[], sealed: string): string | null {
  const bytes = Buffer.from(sealed, 'base64')
  for (const key of keys) {
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES))
      decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
      return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8')
    } catch {
      continue
    }
  }
  return null
}
