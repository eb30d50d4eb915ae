/** Opens what an installation keeps: its database and the vault of its passwords; either both, or nothing is left behind. */
import type { Config } from '../config.ts'
import { openDatabase, type Database } from '../store/db.ts'
import { keyOfFolder, openVault, type Vault } from './secrets.ts'

/**
 * A key given by the environment is looked at before anything is opened, one of the folder is made after the database has proven
 * that the folder is ours: beside a database that cannot be read no new key may appear.
 * @throws Problem `database.*` `config.secret-key-short`
 */
export async function openStore(config: Config): Promise<{ database: Database; vault: Vault }> {
  const given = config.secretKey === '' ? null : openVault(config.secretKey)
  const database = await openDatabase({ url: config.databaseUrl, folder: config.folder })
  try {
    return { database, vault: given ?? openVault(keyOfFolder(config.folder)) }
  } catch (error) {
    await database.close()
    throw error
  }
}
