/** The CRM with very many clients, listening; for the search as one types. */
import { seedPeopleAndClients } from '../../bridge/cli/demo/people-and-clients.ts'
import { contextFor, startWeb } from '../../bridge/cli/web.ts'
import { searchKey } from '../../bridge/domain/search-key.ts'
import { insertRows } from '../../bridge/store/bulk.ts'
import { clientName } from '../names.ts'
import { openBridge } from './bridge.ts'

const BLANK = { profile: '', industry: '', region: '', website: '', address: '', phone: '', email: '', note: '' }

export async function run({ folder, clients }: { folder: string; clients: number }): Promise<{ url: string }> {
  const bridge = await openBridge({ root: 'http://127.0.0.1:9/buh/odata/standard.odata', folder })
  await seedPeopleAndClients(contextFor(bridge, bridge.robot))
  await bridge.database.transaction(async (tx) => {
    const manager = (await tx('users').where('login', 'ivanova').first('id')) as { id: number }
    const at = bridge.now()
    const rows = Array.from({ length: clients }, (_, number) => {
      const name = clientName(number)
      const uuid = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
      return {
        uuid,
        name,
        search_key: searchKey(name),
        ...BLANK,
        manager_id: manager.id,
        created_at: at,
        updated_at: at,
      }
    })
    for (const table of ['contacts', 'client_counterparties', 'clients']) await tx(table).delete()
    await insertRows(tx, 'clients', rows)
  })
  return { url: (await startWeb(bridge)).url }
}
