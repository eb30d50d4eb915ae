/** Environment and `zveno.json` -> one checked configuration. Environment wins; unknown words are refused. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Type, type Static } from 'typebox'
import { Problem } from './domain/problem.ts'

export interface Config {
  port: number
  simulatorPort: number
  host: string
  /** Folder of the embedded database and files. */
  folder: string
  /** `postgres://` or `mssql://`; '' = embedded SQLite in `folder`. */
  databaseUrl: string
  /** Folder of mappings; absent = those that come with Zveno. */
  mappings?: string
  /** '' = made once and kept in `folder`. */
  secretKey: string
  /** The one before, while the passwords of bases are sealed anew; environment only. */
  formerSecretKey?: string
  /** Private hosts that a base may live on; public hosts need no entry. */
  allowedHosts: string[]
  /** Pause between rounds of exchange, milliseconds. */
  roundEveryMs: number
  /** Calls at the same time to one base. */
  callsPerBase: number
  /** Origins of accounting programs in whose pages the panel may stand, e.g. `https://1c.example`; absent = none. */
  panelHosts?: string[]
  /** When every base is reconciled each night, `HH:MM` by the clock of the base; '' or absent = only when somebody asks. */
  reconcileAt?: string
  logLevel: 'silent' | 'info' | 'debug'
}

const HIGHEST_PORT = 65_535

const port = Type.Integer({ minimum: 0, maximum: HIGHEST_PORT })
const fileSchema = Type.Partial(
  Type.Object({
    port,
    host: Type.String({ minLength: 1 }),
    folder: Type.String({ minLength: 1 }),
    mappings: Type.String({ minLength: 1 }),
    allowedHosts: Type.Array(Type.String({ minLength: 1 }), { maxItems: 100 }),
    roundEveryMs: Type.Integer({ minimum: 200, maximum: 86_400_000 }),
    callsPerBase: Type.Integer({ minimum: 1, maximum: 10 }),
    panelHosts: Type.Array(Type.String({ pattern: '^https?://[a-zA-Z0-9.-]+(:[0-9]{1,5})?$' }), { maxItems: 20 }),
    reconcileAt: Type.String({ pattern: '^(([01][0-9]|2[0-3]):[0-5][0-9])?$' }),
    logLevel: Type.Union([Type.Literal('silent'), Type.Literal('info'), Type.Literal('debug')]),
  }),
  { additionalProperties: false },
)
type ConfigFile = Static<typeof fileSchema>

const DEFAULTS: Config = {
  port: 8080,
  simulatorPort: 8081,
  host: '127.0.0.1',
  folder: '.zveno',
  databaseUrl: '',
  secretKey: '',
  allowedHosts: ['127.0.0.1', 'localhost'],
  roundEveryMs: 15_000,
  callsPerBase: 2,
  reconcileAt: '02:00',
  logLevel: 'info',
}

/** @throws Problem `config.*` naming the setting and what was expected. */
export async function readConfig(env: NodeJS.ProcessEnv = process.env, folder = process.cwd()): Promise<Config> {
  const file = await readFile(join(folder, 'zveno.json'))
  const config = { ...DEFAULTS, ...file }
  return {
    ...config,
    port: portOf(env, 'ZVENO_PORT') ?? config.port,
    simulatorPort: portOf(env, 'ZVENO_SIMULATOR_PORT') ?? config.simulatorPort,
    folder: env['ZVENO_DATA'] || config.folder,
    databaseUrl: env['ZVENO_DATABASE_URL'] ?? config.databaseUrl,
    secretKey: env['ZVENO_SECRET_KEY'] ?? config.secretKey,
    ...(env['ZVENO_FORMER_SECRET_KEY'] && { formerSecretKey: env['ZVENO_FORMER_SECRET_KEY'] }),
  }
}

async function readFile(path: string): Promise<ConfigFile> {
  if (!existsSync(path)) return {}
  const content = parse(readFileSync(path, 'utf8'))
  const { Ajv2020 } = await import('ajv/dist/2020.js')
  const check = new Ajv2020().compile<ConfigFile>(fileSchema)
  if (check(content)) return content
  const fault = check.errors?.[0]
  const unknown = (fault?.params as { additionalProperty?: string } | undefined)?.additionalProperty
  if (unknown !== undefined) throw new Problem('config.unknown-setting', { setting: unknown })
  throw new Problem('config.wrong-setting', {
    setting: fault?.instancePath.slice(1) ?? '',
    fault: fault?.message ?? '',
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Problem('config.not-json', { fault: (error as Error).message })
  }
}

function portOf(env: NodeJS.ProcessEnv, name: string): number | undefined {
  const text = env[name]
  if (text === undefined || text === '') return undefined
  const value = /^\d{1,5}$/.test(text) ? Number(text) : HIGHEST_PORT + 1
  if (value <= HIGHEST_PORT) return value
  throw new Problem('config.wrong-setting', { setting: name, fault: 'must be a port from 0 to 65535' })
}
