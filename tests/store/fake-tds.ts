/**
 * A SQL Server that only listens and answers as it was told: greeting, login, batches, statements with parameters,
 * transactions, errors. It has no tables; it shows what really goes over the wire.
 */
import { createServer, type AddressInfo, type Socket } from 'node:net'
import {
  done,
  errorToken,
  loginAck,
  readLogin,
  readStatement,
  rowTokens,
  transactionToken,
  uint,
  type Parameter,
  type Row,
} from './tds-wire.ts'

export interface Statement {
  sql: string
  parameters: Parameter[]
}

/** Rows, or an error; `ends` = the server has rolled the transaction back itself, as it does with a deadlock's loser. */
export type Answer = { rows: Row[] } | { error: number; says: string; ends?: boolean }

export interface FakeServer {
  /** Address with the right password. */
  url: string
  port: number
  logins: { user: string; database: string }[]
  statements: Statement[]
  /** `begin` `save` `commit` `rollback` and statements without parameters' values, in the order they came. */
  heard: string[]
  stop(): Promise<void>
}

export interface FakeOptions {
  password: string
  answer(statement: Statement): Answer
}

/** What a packet is, and what an operation of the transaction manager is: MS-TDS 2.2.3.1.1 and 2.2.6.9. */
const PACKET = { batch: 0x01, rpc: 0x03, reply: 0x04, manager: 0x0e, login: 0x10, greeting: 0x12 }
const OPERATION: Record<number, 'begin' | 'commit' | 'rollback' | 'save'> = {
  5: 'begin',
  7: 'commit',
  8: 'rollback',
  9: 'save',
}
const HEADER = 8
const LAST = 0x01
/** Bytes of an answer; a real server would cut it into packets. */
const MOST_REPLY = 32_000
const LOGIN_FAILED = 18_456
const DESCRIPTOR = Buffer.from('descript')

export async function startFakeTds(options: FakeOptions): Promise<FakeServer> {
  const sockets = new Set<Socket>()
  const memory = { logins: [], statements: [], heard: [] } as Pick<FakeServer, 'logins' | 'statements' | 'heard'>
  const listener = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined) // a client that hangs up is no fault of the server
    converse(socket, (type, body) => reply({ type, body }, options, memory))
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const { port } = listener.address() as AddressInfo
  const stop = async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => listener.close(resolve))
  }
  return { ...memory, port, stop, url: addressOf(port, options.password) }
}

export function addressOf(port: number, password: string): string {
  return `mssql://zveno:${encodeURIComponent(password)}@127.0.0.1:${port}/crm?encrypt=false`
}

/** Puts packets together to requests and sends each answer as one packet. */
function converse(socket: Socket, answer: (type: number, body: Buffer) => Buffer): void {
  let bytes = Buffer.alloc(0)
  let body = Buffer.alloc(0)
  socket.on('data', (chunk) => {
    bytes = Buffer.concat([bytes, chunk])
    while (bytes.length >= HEADER && bytes.length >= bytes.readUInt16BE(2)) {
      const [type = 0, status = 0] = bytes
      const length = bytes.readUInt16BE(2)
      body = Buffer.concat([body, bytes.subarray(HEADER, length)])
      bytes = bytes.subarray(length)
      if ((status & LAST) === 0) continue
      socket.write(packet(answer(type, body)))
      body = Buffer.alloc(0)
    }
  })
}

function packet(body: Buffer): Buffer {
  if (body.length > MOST_REPLY) throw new RangeError('The fake server gives short answers only')
  const header = Buffer.alloc(HEADER)
  header.writeUInt8(PACKET.reply, 0)
  header.writeUInt8(LAST, 1)
  header.writeUInt16BE(HEADER + body.length, 2)
  return Buffer.concat([header, body])
}

type Memory = Pick<FakeServer, 'logins' | 'statements' | 'heard'>

function reply({ type, body }: { type: number; body: Buffer }, options: FakeOptions, memory: Memory): Buffer {
  if (type === PACKET.greeting) return greeting()
  if (type === PACKET.login) return login(body, options, memory)
  if (type === PACKET.batch) return done('done')
  if (type === PACKET.manager) return transaction(body, memory)
  if (type !== PACKET.rpc) throw new Error(`Unknown packet ${type}`)
  const statement = readStatement(body)
  memory.statements.push(statement)
  memory.heard.push(statement.sql)
  return result(options.answer(statement))
}

/** PRELOGIN: a version and `encryption is not supported`, each at its offset. */
function greeting(): Buffer {
  const table = [0, 0, 11, 0, 6, 1, 0, 17, 0, 1, 0xff]
  const version = [16, 0, 0, 0, 0, 0]
  const notSupported = 2
  return Buffer.from([...table, ...version, notSupported])
}

function login(body: Buffer, options: FakeOptions, { logins }: Memory): Buffer {
  const { password, ...who } = readLogin(body)
  if (password !== options.password) {
    const says = `Login failed for user '${who.user}'.`
    return Buffer.concat([errorToken(LOGIN_FAILED, says), done('done', { failed: true })])
  }
  logins.push(who)
  return Buffer.concat([loginAck(), done('done')])
}

function transaction(body: Buffer, { heard }: Memory): Buffer {
  const operation = OPERATION[body.readUInt16LE(body.readUInt32LE(0))]
  if (!operation) throw new Error('Unknown operation of the transaction manager')
  heard.push(operation)
  if (operation === 'save') return done('done')
  const change = ({ begin: 8, commit: 9, rollback: 10 } as const)[operation]
  return Buffer.concat([transactionToken(change, DESCRIPTOR), done('done')])
}

/** The end of an RPC is DONEINPROC, the procedure's own status, DONEPROC. */
function result(answer: Answer): Buffer {
  if ('error' in answer) {
    const ended = answer.ends ? [transactionToken(10, DESCRIPTOR)] : []
    const error = errorToken(answer.error, answer.says)
    return Buffer.concat([error, ...ended, done('proc', { failed: true })])
  }
  const returned = Buffer.concat([uint(0x79, 1), uint(0, 4)])
  const count = answer.rows.length
  return Buffer.concat([rowTokens(answer.rows), done('inProc', { more: true, count }), returned, done('proc')])
}
