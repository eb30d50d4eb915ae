/** When is a base reconciled without anybody asking? */
import { momentIn } from '../../domain/base-time.ts'
import { askCertificate, hasSlot } from '../../store/certificates.ts'
import { firstRunAt } from '../../store/runs.ts'
import type { Partner } from '../partner.ts'

/** Once a night by the clock of the base; a bridge that slept makes up for it in the morning. */
export async function askWhenDue({ ports, base }: Partner): Promise<void> {
  const { reconcileAt } = ports.settings
  if (!reconcileAt) return
  const { db } = ports.database
  const now = ports.now()
  const [day = '', time = ''] = momentIn(base.timeZone, now).split('T')
  if (time < reconcileAt || (await hasSlot(db, base.rowId, day))) return
  const first = await firstRunAt(db, base.rowId)
  // A base that was first read after that hour has nothing to show before tomorrow.
  if (first === undefined || momentIn(base.timeZone, first) >= `${day}T${reconcileAt}`) return
  await askCertificate(db, { id: ports.newId(), base: base.rowId, slot: day, at: now, by: '' })
}
