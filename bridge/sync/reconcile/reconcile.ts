/** A reconciliation of a base by its one reader: due once a night or asked for by a person, compared, and stored as a certificate. */
import type { HeldBase } from '../../store/bases.ts'
import {
  beginCertificate,
  failCertificate,
  leaveCertificate,
  openCertificate,
  type StoredCertificate,
} from '../../store/certificates.ts'
import { connectionFailed, failureOf } from '../health.ts'
import { Lost } from '../hold.ts'
import { decide } from '../outcome.ts'
import type { Partner } from '../partner.ts'
import { compare, type Pace } from './compare.ts'
import { askWhenDue } from './due.ts'
import { storeCertificate } from './store-certificate.ts'

/** Works off what is due and what was asked for. @param held the lease of the reader: everything is stored under its fence */
export async function reconcileWhenAsked(partner: Partner, held: HeldBase, pace: Pace): Promise<void> {
  await askWhenDue(partner)
  const certificate = await openCertificate(partner.ports.database.db, partner.base.rowId)
  if (certificate) await reconcile(partner, { held, certificate, pace })
}

/** Times that a comparison is begun anew by itself. */
const MOST_ATTEMPTS = 5

interface Work {
  held: HeldBase
  certificate: StoredCertificate
  pace: Pace
}

async function reconcile(partner: Partner, { held, certificate, pace }: Work): Promise<void> {
  const { ports, base } = partner
  const { db } = ports.database
  const startedAt = ports.now()
  await beginCertificate(db, certificate.rowId, startedAt)
  tell(partner, certificate)
  try {
    const found = await compare(partner, pace)
    await storeCertificate(partner, { held, certificate: certificate.rowId, found })
  } catch (error) {
    const decision = decide(error, { step: 'look', attempts: 0, ageMs: 0, chance: ports.chance() })
    const { reason } = decision
    const interrupted = pace.signal.aborted || error instanceof Lost || decision.do === 'retry'
    // Told to stop, another reader has taken over, or the base went away: it is begun anew.
    if (interrupted && certificate.attempts < MOST_ATTEMPTS) await leaveCertificate(db, certificate.rowId)
    else await failCertificate(db, certificate.rowId, { at: ports.now(), reason })
    ports.log('reconcile.failed', { base: base.name, reason, error })
    // Whatever else went wrong is found out by the next round; a base that asks for a pause is not called by that either.
    if (decision.do === 'retry' && decision.askedMs !== undefined) await connectionFailed(partner, failureOf(decision))
  }
  tell(partner, certificate)
}

function tell({ ports }: Partner, { id }: StoredCertificate): void {
  ports.publish({ what: 'certificate', id })
}
