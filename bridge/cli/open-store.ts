/** Opens what an installation keeps: its database and the vault of its passwords; either both, or nothing is left behind. */
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { openDatabase, type Database } from '../store/db.ts'
import { keysGiven, keysOfFolder, openVault, type Vault } from './secrets.ts'

/**
 * A key given by the environment is looked at before anything is opened, one of the folder is made after the database has proven
 * that the folder is ours: beside a database that cannot be read no new key may appear.
 * @throws Problem `database.*` `config.secret-key-short`
 */
export async function openStore(
  config: Config,
  upgrading: Upgrading = () => undefined,
): Promise<{ database: Database; vault: Vault }> {
  const keys = keysGiven(config)
  const given = keys.length === 0 ? null : openVault(() => keys)
  const database = await openDatabaseOf(config, upgrading)
  try {
    return { database, vault: given ?? openVault(() => keysOfFolder(config.folder)) }
  } catch (error) {
    await database.close()
    throw error
  }
}

/** Told where the backup lies that was made before the database got its new shape. */
type Upgrading = (backup: string) => void

/**
 * An upgrade begins with a backup: going back to the former Zveno means restoring it.
 * @throws Problem `database.*` `backup.not-written`
 */
export function openDatabaseOf(config: Config, upgrading: Upgrading = () => undefined): Promise<Database> {
  const { databaseUrl: url, folder } = config
  const beforeUpgrade = async (file: string) => {
    // Needed once in the life of a version, not at every start.
    const { makeBackup } = await import('./backup/make.ts')
    const at = new Date().toISOString()
    const backup = join(folder, `before-upgrade-${at.replaceAll(/[^0-9]/g, '')}.zveno`)
    await makeBackup(file, backup, at)
    upgrading(backup)
  }
  return openDatabase({ url, folder, beforeUpgrade })
}
