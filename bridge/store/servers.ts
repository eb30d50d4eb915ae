/** PostgreSQL and SQL Server for knex. */
import { createRequire } from 'node:module'
import type { Knex } from 'knex'
import type { DialectName } from './db.ts'
import { wide } from './rows.ts'

const load = createRequire(import.meta.url)
const POOL = { min: 0, max: 10 }
const silent = () => undefined // what failed is thrown as well, and the caller decides who hears of it
export const QUIET = { warn: silent, error: silent, deprecate: silent, debug: silent }
/** PostgreSQL type ids: bigint and date. */
const INT8 = 20
const DATE = 1082

export function serverConfig(dialect: Exclude<DialectName, 'sqlite'>, url: string): Knex.Config {
  return dialect === 'postgres' ? postgresConfig(url) : mssqlConfig(url)
}

function postgresConfig(url: string): Knex.Config {
  const { types } = load('pg') as { types: { setTypeParser(id: number, parse: (text: string) => unknown): void } }
  types.setTypeParser(INT8, wide)
  types.setTypeParser(DATE, (text) => text)
  return { client: 'pg', connection: url, pool: POOL, log: QUIET }
}

function mssqlConfig(url: string): Knex.Config {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url)
  const connection = {
    server: hostname,
    port: port ? Number(port) : 1433,
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    options: {
      encrypt: searchParams.get('encrypt') !== 'false',
      trustServerCertificate: searchParams.get('trustServerCertificate') === 'true',
      mapBinding,
    },
  }
  return { client: 'mssql', connection, pool: POOL, log: QUIET }
}

/** Signs of a text parameter: few steps, so that SQL Server keeps one plan per statement and not one per length. */
const TEXT_STEPS = [100, 4_000]

interface TextType {
  declaration(parameter: object): string
  resolveLength(parameter: object): number
}

/** SQL Server types each parameter by its length; texts get the next of a few lengths. */
function mapBinding(value: unknown): { value: unknown; type: unknown } | undefined {
  if (typeof value !== 'string') return undefined
  const length = TEXT_STEPS.find((step) => value.length <= step)
  if (length === undefined) return undefined
  const { TYPES } = load('tedious') as { TYPES: { NVarChar: TextType } }
  const type = { ...TYPES.NVarChar, declaration: () => `nvarchar(${length})`, resolveLength: () => length }
  return { value, type }
}
