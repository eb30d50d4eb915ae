/** PostgreSQL and SQL Server for knex. */
import { createRequire } from 'node:module'
import type { Knex } from 'knex'
import type { DialectName } from './db.ts'

const load = createRequire(import.meta.url)
const POOL = { min: 0, max: 10 }
/** PostgreSQL type ids: bigint and date. */
const INT8 = 20
const DATE = 1082

export function serverConfig(dialect: Exclude<DialectName, 'sqlite'>, url: string): Knex.Config {
  return dialect === 'postgres' ? postgresConfig(url) : mssqlConfig(url)
}

function postgresConfig(url: string): Knex.Config {
  const { types } = load('pg') as { types: { setTypeParser(id: number, parse: (text: string) => unknown): void } }
  types.setTypeParser(INT8, Number)
  types.setTypeParser(DATE, (text) => text)
  return { client: 'pg', connection: url, pool: POOL }
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
    },
  }
  return { client: 'mssql', connection, pool: POOL }
}
