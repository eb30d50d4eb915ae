/** Starts a PostgreSQL of its own: fresh folder, Unix socket only, thrown away afterwards. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { accessSync, chownSync, constants, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const VERSIONS = '/usr/lib/postgresql'
const START_TRIES = 200
const START_PAUSE_MS = 50

/** Folder with `initdb` and `postgres`; null = not installed here. */
export function postgresFolder(): string | null {
  const installed = existsSync(VERSIONS) ? readdirSync(VERSIONS).map((version) => join(VERSIONS, version, 'bin')) : []
  const folders = [...installed.toSorted().toReversed(), ...(process.env['PATH'] ?? '').split(delimiter)]
  return folders.find((folder) => isProgram(join(folder, 'initdb')) && isProgram(join(folder, 'postgres'))) ?? null
}

export interface Server {
  /** Address of a new, empty database. */
  newDatabase(): Promise<string>
  /** Takes away a database that nobody uses any more. @param url as `newDatabase` gave it */
  drop(url: string): Promise<void>
  stop(): Promise<void>
}

export async function startPostgres(programs: string): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'zveno-pg-'))
  const as = unprivileged()
  if (as.uid !== undefined && as.gid !== undefined) chownSync(folder, as.uid, as.gid)
  const data = join(folder, 'data')
  // The ICU language is what a Russian company would choose; sorting must not depend on it.
  const language = ['--locale-provider=icu', '--icu-locale=ru-RU', '--locale=C.UTF-8', '--encoding=UTF8']
  execFileSync(join(programs, 'initdb'), ['-D', data, '-U', 'zveno', '-A', 'trust', '--no-sync', ...language], {
    ...as,
    cwd: folder,
    stdio: 'pipe',
  })
  const settings = ['-k', folder, '-c', 'listen_addresses=', '-c', 'fsync=off', '-c', 'max_connections=200']
  const server = spawn(join(programs, 'postgres'), ['-D', data, ...settings], { ...as, cwd: folder, stdio: 'ignore' })
  const address = (name: string) => `postgres:///${name}?host=${encodeURIComponent(folder)}&user=zveno`
  await answering(address('postgres'))
  let made = 0
  const newDatabase = async () => {
    const name = `zveno_${(made += 1)}`
    await inDatabase(address('postgres'), `create database ${name}`)
    return address(name)
  }
  const drop = (url: string) =>
    inDatabase(address('postgres'), `drop database if exists ${new URL(url).pathname.slice(1)} with (force)`)
  return { newDatabase, drop, stop: () => stop(server, folder) }
}

async function answering(url: string): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await inDatabase(url, 'select 1')
    } catch (error) {
      if (tries === START_TRIES) throw error
      await wait(START_PAUSE_MS)
    }
  }
}

async function inDatabase(url: string, sql: string): Promise<void> {
  const { Client } = (await import('pg')).default
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

async function stop(server: ChildProcess, folder: string): Promise<void> {
  const gone = new Promise((resolve) => server.once('exit', resolve))
  server.kill('SIGINT')
  await gone
  rmSync(folder, { recursive: true, force: true })
}

/** PostgreSQL refuses to run as root: then the account `postgres` or `nobody` runs it. */
function unprivileged(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n')
  const account = ['postgres:', 'nobody:'].map((name) => accounts.find((line) => line.startsWith(name))).find(Boolean)
  const [, , uid, gid] = (account ?? '').split(':')
  return { uid: Number(uid), gid: Number(gid) }
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
