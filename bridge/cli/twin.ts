/**
 * The twin of an installation: a small file in its data folder that remembers whose folder it is and how far the database had
 * come. An older database put in its place does not hold that; in a copied folder, or one that was put back, the file is
 * younger than its words.
 */
import { closeSync, mkdirSync, openSync, readFileSync, readSync, statSync, writeSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Mark } from '../store/installation.ts'

export interface Remembered {
  installation: string
  mark: Mark
}

export interface Twin {
  /** null = the file is new, or does not say what it should. */
  remembered: Remembered | null
  /** Somebody else has written the file: it was copied, also onto itself. */
  copied: boolean
  /** Where the folder is; another one for every copy of the file. '' = the folder keeps no files. */
  home: string
  remember(what: Remembered): void
}

const FILE = 'installation.json'
/** The system notes each write by itself and no copy can carry that along: it differs from what we have noted by less than this. */
const TOLERANCE_MS = 60_000
/** Always as long, so that a write is one block in its place and a crash leaves the old words or the new ones. */
const LENGTH = 512

/** A folder that takes no files (a server database may do without one) has a twin that remembers nothing. */
export function openTwin(folder: string): Twin {
  const file = join(folder, FILE)
  try {
    mkdirSync(folder, { recursive: true })
    const open = openSync(file, 'a', 0o600)
    closeSync(open)
    const { remembered, at } = read(file)
    // On Windows whoever makes backups ticks files off, which counts as a change.
    const copied = process.platform !== 'win32' && statSync(file).ctimeMs - at > TOLERANCE_MS
    return { remembered, copied, home: homeOf(file), remember: (what) => write(file, what) }
  } catch {
    return { remembered: null, copied: false, home: '', remember: () => undefined }
  }
}

/**
 * A folder that is copied gets new files, one that is renamed keeps them; a copied disk has the machine's name changed. The path says
 * nothing: containers all have the same.
 */
function homeOf(file: string): string {
  return `file ${statSync(file, { bigint: true }).ino} of ${machine()}`
}

/** Where Linux tells one machine from another; in containers it is empty. */
const MACHINE_ID = '/etc/machine-id'

function machine(): string {
  if (process.platform !== 'linux') return hostname()
  try {
    return readFileSync(MACHINE_ID, 'utf8').trim()
  } catch {
    return ''
  }
}

/** `at`: when it was written, milliseconds; 0 = it does not say. */
function read(file: string): { remembered: Remembered | null; at: number } {
  const bytes = Buffer.alloc(LENGTH)
  const open = openSync(file, 'r')
  const length = readSync(open, bytes, 0, LENGTH, 0)
  closeSync(open)
  try {
    const { installation, mark, at } = JSON.parse(bytes.toString('utf8', 0, length)) as Partial<Written>
    const whole = typeof installation === 'string' && isMark(mark) && typeof at === 'number'
    return whole ? { remembered: { installation, mark }, at } : NOTHING
  } catch {
    return NOTHING
  }
}

interface Written extends Remembered {
  at: number
}

const NOTHING = { remembered: null, at: 0 }

function isMark(mark: Partial<Mark> | undefined): mark is Mark {
  return typeof mark === 'object' && mark !== null && isPart(mark.audit) && isPart(mark.journal)
}

function isPart(part: { id: number } | null | undefined): boolean {
  return part === null || typeof part?.id === 'number'
}

function write(file: string, what: Remembered): void {
  const open = openSync(file, 'r+')
  try {
    writeSync(open, `${JSON.stringify({ ...what, at: Date.now() }).padEnd(LENGTH - 1)}\n`, 0)
  } finally {
    closeSync(open)
  }
}
