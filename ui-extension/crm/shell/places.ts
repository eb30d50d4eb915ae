/** The places of the left navigation, each with the right that opens it. */
import {
  IconAddressBook,
  IconAlertTriangle,
  IconClock,
  IconFileInvoice,
  IconHistory,
  IconLayoutKanban,
  IconPlugConnected,
  IconScale,
} from '@tabler/icons-react'

export const PLACES = [
  { to: '/clients', word: 'nav.clients', verb: 'see-clients', Icon: IconAddressBook, code: 'KeyC' },
  { to: '/board', word: 'nav.board', verb: 'see-deals', Icon: IconLayoutKanban, code: 'KeyB' },
  { to: '/invoices', word: 'nav.invoices', verb: 'see-invoices', Icon: IconFileInvoice, code: 'KeyI' },
  { to: '/queue', word: 'nav.queue', verb: 'see-queue', Icon: IconClock, code: 'KeyQ' },
  { to: '/troubles', word: 'nav.troubles', verb: 'see-troubles', Icon: IconAlertTriangle, code: 'KeyT' },
  {
    to: '/reconciliation',
    word: 'nav.reconciliation',
    verb: 'see-reconciliation',
    Icon: IconScale,
    code: 'KeyR',
  },
  { to: '/integration', word: 'nav.integration', verb: 'see-integration', Icon: IconPlugConnected, code: 'KeyN' },
  { to: '/runs', word: 'nav.runs', verb: 'see-journal', Icon: IconHistory, code: 'KeyJ' },
] as const
