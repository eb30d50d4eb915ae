/** `zveno key rotate`: seals the stored passwords and panel keys of all bases with another key, and forgets the former one. */
import { readConfig, type Config } from '../config.ts'
import { Problem } from '../domain/problem.ts'
import { audit } from '../store/audit.ts'
import { changeBaseSecret, listBases } from '../store/bases.ts'
import type { Database } from '../store/db.ts'
import { holdLock } from '../store/dialect.ts'
import { changePanelKey, panelKeys } from '../store/panel-keys.ts'
import { robotViewer } from '../store/robot.ts'
import type { Command } from './command.ts'
import { openStore } from './open-store.ts'
import { keepKeysInFolder, keysGiven, keysOfFolder, newKey, openVault, type Vault } from './secrets.ts'

export const command: Command = {
  name: 'key',
  purpose:
    'rotate: seals the stored passwords of all bases with another key; a running service goes on. With ZVENO_SECRET_KEY give the former one as ZVENO_FORMER_SECRET_KEY.',
  words: 'rotate',
  options: {},
  async run(given) {
    if (given.words[0] !== 'rotate') throw new Problem('command.missing', { what: 'rotate' })
    const config = await readConfig()
    const keys = keysGiven(config)
    if (keys.length === 1) throw new Problem('secret.former-missing')
    const { database, vault } = await openStore(config)
    try {
      const bases = keys.length > 0 ? await sealAnew(database, vault) : await rotateInFolder(database, config)
      given.print({ bases }, () => `Sealed anew: ${bases.join(', ') || 'no base has a stored password'}`)
      return 0
    } finally {
      await database.close()
    }
  },
}

/**
 * The new key is in the folder before anything is sealed with it, and the former one until nothing needs it any more: whenever this
 * ends, every password opens.
 */
async function rotateInFolder(database: Database, { folder }: Config): Promise<string[]> {
  const key = newKey()
  const bases = await sealAnew(database, {
    ...openVault(() => [key, ...keysOfFolder(folder)]),
    begin: () => keepKeysInFolder(folder, [key, ...keysOfFolder(folder)]),
  })
  // Somebody may have changed it once more since: then the keys are theirs.
  if (keysOfFolder(folder)[0] === key) keepKeysInFolder(folder, [key])
  return bases
}

/** @returns names of the bases. @throws Problem `secret.wrong-key` when one of the passwords does not open, and then nothing has changed */
function sealAnew(database: Database, vault: Vault & { begin?: () => void }): Promise<string[]> {
  return database.transaction(async (db) => {
    // One at a time, on every database.
    await holdLock(db, 'zveno.key')
    const bases = await listBases(db)
    const passwords = bases.map(({ secret }) => vault.open(secret))
    const keys = (await panelKeys(db)).map((key) => ({ ...key, secret: vault.open(key.sealed) }))
    vault.begin?.()
    for (const [at, { rowId }] of bases.entries()) await changeBaseSecret(db, rowId, vault.seal(passwords[at] ?? ''))
    for (const { rowId, secret } of keys) await changePanelKey(db, rowId, vault.seal(secret))
    const names = bases.map(({ name }) => name)
    const by = { db, viewer: await robotViewer(db), now: () => new Date().toISOString() }
    await audit(by, { action: 'rotate-key', subject: 'installation:key', facts: { bases: names.join(', ') } })
    return names
  })
}
