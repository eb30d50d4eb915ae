// Gets a fresh clone ready before `npm start`, `npm test` and `npm run zveno`: installs what is missing, builds what is
// stale, and with --tests finds or installs a browser and PostgreSQL. Plain JavaScript, because nothing is installed yet.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const forTests = process.argv.includes('--tests')
const OLDEST_NODE = [20, 19]
const BUILT_FROM = ['bridge', 'connectors', 'ui-extension', 'package-lock.json', 'tsconfig.json']
const DEBIAN_PACKAGES = { browser: 'chromium', postgres: 'postgresql' }

checkNode()
install()
build()
if (forTests) {
  provide('browser', 'Chromium for the browser tests', findBrowser)
  provide('postgres', 'PostgreSQL for the store tests', findPostgres)
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return
  fail(
    `Zveno needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}. Install a newer Node and try again.`,
  )
}

function install() {
  const stamp = join(root, 'node_modules', '.zveno-lock')
  const wanted = hash(readFileSync(join(root, 'package-lock.json')))
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  say('installing packages (first time about two minutes)')
  run(
    'npm',
    ['ci', '--no-audit', '--no-fund', '--loglevel=error'],
    'Packages could not be installed. Check the network and try again.',
  )
  needDriver()
  writeFileSync(stamp, wanted)
}

/** An optional package whose compilation failed is left out without a word, and without it nothing starts. */
function needDriver() {
  const name = Number(process.versions.node.split('.')[0]) >= 22 ? 'better-sqlite3-napi' : 'better-sqlite3'
  const opened = spawnSync(process.execPath, ['-e', `new (require('${name}'))(':memory:').close()`], { cwd: root })
  if (opened.status === 0) return
  fail(
    `The database driver ${name} could not be built. Install python3, make and a C++ compiler, or use Node 22 or newer, and try again.`,
  )
}

function build() {
  const stamp = join(root, 'dist', '.built')
  const wanted = hash(BUILT_FROM.map((part) => newest(join(root, part))).join('|'))
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  say('building the service and the screens')
  run('npm', ['run', '--silent', 'build'], 'The build failed; the lines above say where.')
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, wanted)
}

/** Something the tests need from the machine: taken where it stands, else from Debian, else said aloud. */
function provide(what, title, find) {
  if (find()) return
  const asRoot = process.getuid?.() === 0
  const apt = ['apt-get', '-q', '-y', '--no-install-recommends', 'install', DEBIAN_PACKAGES[what]]
  if (process.platform === 'linux' && existsSync('/usr/bin/apt-get')) {
    say(`installing ${title} (${apt.at(-1)})`)
    const prefix = asRoot ? [] : ['sudo', '-n']
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    for (const command of [['apt-get', '-q', 'update'], apt]) {
      const [program, ...rest] = [...prefix, ...command]
      spawnSync(program, rest, { stdio: ['ignore', 'ignore', 'inherit'], env })
    }
  }
  if (!find()) say(`${title} was not found and could not be installed; those tests will say that they are skipped`)
}

function findBrowser() {
  const places = [
    process.env.ZVENO_CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ]
  return places.find((place) => place && existsSync(place))
}

function findPostgres() {
  const folders = (process.env.PATH ?? '').split(process.platform === 'win32' ? ';' : ':')
  const debian = '/usr/lib/postgresql'
  if (existsSync(debian)) folders.push(...readdirSync(debian).map((version) => join(debian, version, 'bin')))
  return folders.find((folder) => existsSync(join(folder, 'initdb')))
}

/** Latest change below a file or folder, as text; the count notices removed files. */
function newest(path) {
  if (!existsSync(path)) return 'absent'
  const found = statSync(path)
  if (!found.isDirectory()) return `${found.mtimeMs}`
  let latest = 0
  const names = readdirSync(path, { recursive: true, withFileTypes: true })
  for (const name of names)
    if (name.isFile()) latest = Math.max(latest, statSync(join(name.parentPath, name.name)).mtimeMs)
  return `${latest}/${names.length}`
}

function run(program, args, onFailure) {
  // What it says goes where our own words go: the answer of a command with --json is nothing but JSON.
  const done = spawnSync(program, args, { cwd: root, stdio: ['inherit', 2, 2], shell: process.platform === 'win32' })
  if (done.status !== 0) fail(onFailure)
}

function hash(content) {
  return createHash('sha256').update(content).digest('hex')
}

function say(text) {
  process.stderr.write(`zveno: ${text}\n`)
}

function fail(text) {
  say(text)
  process.exit(1)
}
