/** A base with one firm and one product to sell, and nothing else. */
import type { Ledger } from '../../../connectors/simulator/ledger/ledger.ts'
import { setInfobasePrefix } from '../../../connectors/simulator/ledger/numbering.ts'
import { INFOBASE_PREFIX } from '../../../connectors/simulator/worlds/common.ts'
import { demoProducts } from '../../../connectors/simulator/worlds/demo.ts'
import { emptyDrafts } from '../../../connectors/simulator/worlds/empty.ts'
import { writeDrafts } from '../../../connectors/simulator/worlds/write-drafts.ts'

export function smallWorld(ledger: Ledger): void {
  setInfobasePrefix(ledger.base, INFOBASE_PREFIX)
  const product = demoProducts().filter(({ fields }) => fields['Description'] === 'Внедрение')
  writeDrafts(ledger, [...emptyDrafts(), ...product])
}
