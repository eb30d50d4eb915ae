/** Opens the database given by address and folder and closes it again: a process of its own for tests of starting together. */
import { openDatabase } from '../../bridge/store/db.ts'

const [url = '', folder = ''] = process.argv.slice(2)
await (await openDatabase({ url, folder })).close()
