/** Reads a secret from standard input: typed by a person without being shown, or handed over by another program. */
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { Problem } from '../domain/problem.ts'

/** More is no secret that anybody has typed, bytes. */
const MOST_BYTES = 4_096

/** @throws Problem `password.broken` for what is no text, `password.missing` when there is nothing */
export async function readSecret(question: string): Promise<string> {
  const secret = process.stdin.isTTY ? await askUnseen(question) : await readPiped()
  if (secret === '') throw new Problem('password.missing')
  return secret
}

async function askUnseen(question: string): Promise<string> {
  process.stderr.write(question)
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: unseen, terminal: true })
  try {
    return await lines.question('')
  } finally {
    lines.close()
    process.stderr.write('\n')
  }
}

/** All of it but the end of its only line. */
async function readPiped(): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > MOST_BYTES) throw new Problem('password.broken')
    chunks.push(chunk)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)).replace(/\r?\n$/, '')
  } catch (cause) {
    throw Object.assign(new Problem('password.broken'), { cause })
  }
}
