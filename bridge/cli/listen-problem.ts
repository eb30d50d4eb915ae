/** Why a port does not open, with the setting that names another one. */
import { Problem } from '../domain/problem.ts'

/** @param setting where the port comes from: `ZVENO_PORT`, `--port` */
export function listenProblem(error: NodeJS.ErrnoException, port: number, setting: string): Error {
  if (error.code === 'EADDRINUSE') return new Problem('server.port-in-use', { port, setting })
  if (error.code === 'EACCES') return new Problem('server.port-forbidden', { port, setting })
  return error
}
