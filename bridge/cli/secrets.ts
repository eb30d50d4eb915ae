/** Seals passwords of bases with AES-256-GCM; the key comes from ZVENO_SECRET_KEY and is never stored in the database. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { constants, copyFileSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
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

/** @throws Problem `secret.wrong-key` when a sealed text was made with another key. */
export function openVault(key: string): Vault {
  if (key.length < SHORTEST_KEY) throw new Problem('config.secret-key-short', { atLeast: SHORTEST_KEY })
  const bytes = createHash('sha256').update(key).digest()
  return { seal: (secret) => seal(bytes, secret), open: (sealed) => unseal(bytes, sealed) }
}

/**
 * The key of an installation without ZVENO_SECRET_KEY: made once and kept beside the embedded database.
 * @throws Problem `database.folder` when the folder cannot be made or written
 */
export function keyOfFolder(folder: string): string {
  const file = join(folder, KEY_FILE)
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  try {
    mkdirSync(folder, { recursive: true })
    makeKey(file)
  } catch (error) {
    throw new Problem('database.folder', { folder, fault: (error as Error).message })
  }
  return readFileSync(file, 'utf8').trim()
}

/** The file appears whole or not at all, and of two first starts at once the later finds the key of the earlier. */
function makeKey(file: string): void {
  const draft = `${file}.${randomBytes(8).toString('hex')}`
  writeFileSync(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 })
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

function unseal(key: Buffer, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES))
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8')
  } catch {
    throw new Problem('secret.wrong-key')
  }
}
