/** Recordings of the simulated base: one folder per size, one file per answer. */
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openChild, runChild } from '../child.ts'
import type { Trial } from '../row.ts'

export interface Head {
  method: string
  url: string
  status: number
  headers: Record<string, string>
}

/** Which question this is; an exchange plan names the base by its full address, whose port is another one each time. */
export function questionOf({ method, url }: Pick<Head, 'method' | 'url'>): string {
  return createHash('sha1')
    .update(`${method} ${url.replaceAll(PORT, '')}`)
    .digest('hex')
}

const PORT = /(?<=127\.0\.0\.1)(%3A|:)\d+/gi

/** Raise it when the simulated base, the product or an anchor asks or answers otherwise than before. */
const EDITION = 3
const DONE = 'complete'

/**
 * Folder with everything that the loads ask of a volume world of this size; recorded on the first call, kept for later runs.
 * @param times multiple of 3 000 counterparties, 9 500 invoices, 8 900 receipts
 */
export async function recordingOf(times: number, trial: Trial): Promise<string> {
  const folder = join(tmpdir(), `zveno-bench-${EDITION}-volume-${times}`)
  if (trial.fresh) rmSync(folder, { recursive: true, force: true })
  if (existsSync(join(folder, DONE))) return folder
  trial.progress(`recording the base, size ${times}: once`)
  const { answer, close } = await openChild<{ root: string }>('./far-side/record.ts', { times, folder })
  const scratch = mkdtempSync(join(tmpdir(), 'zveno-bench-'))
  try {
    await runChild('./product/load.ts', { root: answer.root, folder: join(scratch, 'product') })
    await runChild('./anchors/typical-load.ts', { root: answer.root, folder: scratch, lose: 0 })
  } finally {
    await close()
    rmSync(scratch, { recursive: true, force: true })
  }
  writeFileSync(join(folder, DONE), '')
  return folder
}

export interface RecordedPage {
  kind: string
  rows: Record<string, unknown>[]
}

/** Pages that the product loaded, told by what only it asks for. */
export function pagesIn(folder: string): RecordedPage[] {
  return readdirSync(folder).flatMap((file) => {
    const { head, body } = readAnswer(join(folder, file))
    const [path = '', options = ''] = head.url.split('?')
    if (!options.includes('$inlinecount=allpages')) return []
    const kind = decodeURIComponent(path.slice(path.lastIndexOf('/') + 1))
    return [{ kind, rows: (JSON.parse(body.toString('utf8')) as { value: RecordedPage['rows'] }).value }]
  })
}

/** One recorded answer: a line of head, then the body as it came. */
export function readAnswer(file: string): { head: Head; body: Buffer } {
  const bytes = readFileSync(file)
  const end = bytes.indexOf('\n')
  const head = end < 0 ? NOTHING : (JSON.parse(bytes.subarray(0, end).toString('utf8')) as Head)
  return { head, body: bytes.subarray(end + 1) }
}

const NOTHING: Head = { method: '', url: '', status: 0, headers: {} }
