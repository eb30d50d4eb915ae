/** `zveno connect URL`: reads what a base publishes, says how far the mappings reach, and on demand keeps the connection. */
import { randomUUID } from 'node:crypto'
import type { Catalogue } from '../../connectors/connector.ts'
import { openOData } from '../../connectors/odata/index.ts'
import { readConfig, type Config } from '../config.ts'
import { Problem } from '../domain/problem.ts'
import { audit } from '../store/audit.ts'
import { addBase, changeBaseAddress, listBases } from '../store/bases.ts'
import { robotViewer } from '../store/robot.ts'
import { survey } from '../sync/acquaint.ts'
import { chooseMappings, nearestSet } from '../sync/mapping/choose-mappings.ts'
import { loadConfigurations, type MappingSet } from '../sync/mapping/load-mapping.ts'
import type { Command, Invocation } from './command.ts'
import { openStore } from './open-store.ts'
import { mappingsFolder } from './package-root.ts'
import { sentenceOf } from './sentence.ts'
import { surveyText, whyUnsound } from './survey-text.ts'

interface Address {
  url: string
  login: string
  password: string
  timeZone: string
}

export const command: Command = {
  name: 'connect',
  purpose: 'Looks at a base: configuration, mapping coverage, rights, clock, limits. Writes nothing into it.',
  words: 'URL',
  options: {
    user: { type: 'string', value: 'NAME', help: 'user of the base' },
    password: {
      type: 'string',
      value: 'TEXT',
      help: 'its password; better: the environment variable ZVENO_BASE_PASSWORD',
    },
    'time-zone': { type: 'string', value: 'ZONE', help: 'zone of the base (Europe/Moscow)' },
    save: { type: 'string', value: 'NAME', help: 'keep the connection under this name' },
  },
  async run(given) {
    const address = addressOf(given)
    const config = await readConfig()
    const connector = openOData({
      url: address.url,
      user: address.login,
      password: address.password,
      timeZone: address.timeZone,
      allowedHosts: config.allowedHosts,
      now: Date.now,
      log: () => {},
    })
    try {
      given.progress(`reading what ${address.url} publishes`)
      const set = mappingsFor(await connector.describe(), mappingsFolder(config))
      const seen = await survey(connector, set.mappings)
      const name = given.text('save')
      const unsound = whyUnsound(seen)
      const saved = name !== undefined && unsound === null
      if (saved) await save(config, { ...address, name, mapping: set.name })
      const error = unsound && sentenceOf(unsound)
      given.print({ ...address, password: undefined, ...seen, saved, ...(error && { error: inJson(error) }) }, () =>
        [
          surveyText(seen),
          ...(error ? [`zveno: ${error.sentence}`] : []),
          ...(error && name !== undefined ? [notKept(name)] : []),
        ].join('\n'),
      )
      return unsound ? 1 : 0
    } finally {
      await connector.close()
    }
  },
}

function addressOf(given: Invocation): Address {
  const [url] = given.words
  const login = given.text('user')
  if (url === undefined) throw new Problem('command.missing', { what: 'URL' })
  if (login === undefined) throw new Problem('command.missing', { what: '--user' })
  const password = given.text('password') ?? process.env['ZVENO_BASE_PASSWORD'] ?? ''
  return { url, login, password, timeZone: zoneOf(given.text('time-zone')) }
}

const inJson = ({ code, sentence }: { code: string; sentence: string }) => ({ code, message: sentence })

/** A survey was printed, so that nobody may take it for a kept connection. */
const notKept = (name: string) => sentenceOf(new Problem('base.not-kept', { name })).sentence

function zoneOf(text = 'Europe/Moscow'): string {
  try {
    Intl.DateTimeFormat('en', { timeZone: text })
    return text
  } catch {
    throw new Problem('command.wrong-option', { option: '--time-zone', value: text, allowed: 'Europe/Moscow, …' })
  }
}

function mappingsFor(catalogue: Catalogue, folder: string): MappingSet {
  const sets = loadConfigurations(folder)
  const set = chooseMappings(sets, catalogue)
  if (set) return set
  const known = sets.map(({ name }) => name).join(', ')
  const { configuration } = catalogue
  if (configuration !== UNKNOWN) throw new Problem('base.no-mappings', { configuration, known })
  throw new Problem('base.not-recognised', { known, ...nearestSet(sets, catalogue) })
}

/** What a connector calls a configuration that it does not recognise. */
const UNKNOWN = 'unknown'

async function save(config: Config, base: Address & { name: string; mapping: string }): Promise<void> {
  const { database, vault } = await openStore(config)
  try {
    const { url, login, password, name, mapping, timeZone } = base
    const door = { url, login, secret: vault.seal(password) }
    const viewer = await robotViewer(database.db)
    await database.transaction(async (db) => {
      const known = (await listBases(db)).find((candidate) => candidate.name === name)
      const id = known?.id ?? randomUUID()
      if (known) await changeBaseAddress(db, id, door)
      else await addBase(db, { id, name, connector: 'odata', mapping, timeZone, ...door })
      const facts = { url, login, from: 'zveno connect' }
      await audit({ db, viewer, now }, { action: 'connect-base', subject: `base:${id}`, facts })
    })
  } finally {
    await database.close()
  }
}

const now = () => new Date().toISOString()
