/** The disk is full: refusals in words until there is room again, nothing by halves, and then the same process goes on. */
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../../../bridge/store/db.ts'
import { faultsOf, type Deed } from './deeds.ts'
import type { Said } from './writer.ts'

const WRITER = join(import.meta.dirname, 'writer.ts')
const PATIENCE_MS = 120_000

/** What is missing; null = nothing. A limit of the system stands for the disk: a file may not grow beyond it. */
export function missingForFull(): string | null {
  return process.platform === 'linux' && existsSync('/usr/bin/prlimit')
    ? null
    : 'the limit of file sizes can be lifted on Linux only (prlimit)'
}

export interface Filled {
  told: number
  refused: number
  wrong: string[]
}

/** @param kilobytes so large may a file of the database become */
export async function fillDisk(kilobytes: number): Promise<Filled> {
  const folder = mkdtempSync(join(tmpdir(), 'zveno-full-'))
  try {
    const told: Deed[] = []
    const { refused, wrong } = await writeUntilFull({ folder, kilobytes }, told)
    const database = await openDatabase({ url: '', folder })
    const faults = await faultsOf(database.db, told, 0)
    await database.close()
    return { told: told.length, refused, wrong: [...wrong, ...faults] }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Limited {
  folder: string
  kilobytes: number
}

/** The writer is started under the limit; after some refusals the limit is lifted, and it must work on. */
function writeUntilFull({ folder, kilobytes }: Limited, told: Deed[]): Promise<{ refused: number; wrong: string[] }> {
  const command = `trap '' XFSZ; ulimit -S -f ${kilobytes}; exec "$0" --import tsx "$1" "$2"`
  const child = spawn('bash', ['-c', command, process.execPath, WRITER, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const wrong: string[] = []
  let refused = 0
  const timer = setTimeout(() => {
    wrong.push('the writer fell silent')
    child.kill('SIGKILL')
  }, PATIENCE_MS)
  createInterface({ input: child.stdout }).on('line', (line) => {
    const said = JSON.parse(line) as Said
    if ('deed' in said) told.push(said.deed)
    else if ('lift' in said) execFileSync('prlimit', ['--pid', String(child.pid), '--fsize=unlimited'])
    else if (said.refused === 'database.full') refused++
    else wrong.push(`refused without words of its own: ${said.refused}`)
  })
  return new Promise((resolve) => {
    child.once('close', (code) => {
      clearTimeout(timer)
      if (code !== 0) wrong.push(`the writer ended with ${code}`)
      if (refused === 0) wrong.push('the disk never was full, so nothing was proven')
      resolve({ refused, wrong })
    })
  })
}
