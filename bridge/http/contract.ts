/**
 * The whole HTTP API as types: one line per route, requests and answers. The server validates requests with the schemas
 * of `contract/requests.ts`; the screens import only the types. Times are UTC ISO text, dates `YYYY-MM-DD`, money kopecks
 * (`Minor`), quantities thousandths (`Milli`).
 */
import type * as AskPerson from './contract/person-requests.ts'
import type * as Ask from './contract/requests.ts'
import type * as Say from './contract/answers.ts'
import type * as Panel from './contract/panel-answers.ts'
import type { IssueTicket, OpenPanel } from './contract/panel.ts'

export type * from './contract/answers.ts'
export type * from './contract/person-requests.ts'
export type * from './contract/requests.ts'

/** A route's address, request and answer. `params` are the `:names` of its path. */
interface Route<Shape extends { query?: object; body?: object; answer: unknown }> {
  query: Shape extends { query: infer Query } ? Query : undefined
  body: Shape extends { body: infer Body } ? Body : undefined
  answer: Shape['answer']
}

export interface Routes {
  'POST /api/session': Route<{ body: Ask.SignIn; answer: Say.Me }>
  'DELETE /api/session': Route<{ answer: null }>
  'GET /api/me': Route<{ answer: Say.Me }>
  'PATCH /api/me': Route<{ body: Ask.ChangeMe; answer: Say.Me }>
  /** Ends every other session of the person; this one goes on under a new cookie and a new CSRF word. */
  'POST /api/me/password': Route<{ body: Ask.ChangePassword; answer: Say.Me }>

  /** Sentences of reasons, troubles, checks and problems, keyed as the server names them; before sign-in too. */
  'GET /api/words/:language': Route<{ answer: Record<string, string> }>

  'GET /api/clients': Route<{ query: Ask.ListClients; answer: Say.ClientList }>
  'POST /api/clients': Route<{ body: Ask.CreateClient; answer: Say.Client }>
  'GET /api/clients/:id': Route<{ answer: Say.ClientCard }>
  'PATCH /api/clients/:id': Route<{ body: Ask.ChangeClient; answer: Say.Client }>
  'POST /api/clients/:id/contacts': Route<{ body: Ask.SaveContact; answer: Say.Contact }>
  'PATCH /api/contacts/:id': Route<{ body: Ask.SaveContact; answer: Say.Contact }>
  /** Ties an existing counterparty to the client, or draws up a new one (written to the base with the first document). */
  'POST /api/clients/:id/counterparties': Route<{ body: Ask.AddCounterparty; answer: Say.Counterparty }>
  /** What accounting keeps of it: who may edit which field, and what is on its way. */
  'GET /api/counterparties/:id/form': Route<{ answer: Say.CounterpartyForm }>
  'PATCH /api/counterparties/:id': Route<{ body: Ask.ChangeCounterparty; answer: Say.CounterpartyForm }>
  /** Fields that both sides have changed, each differently. */
  'GET /api/conflicts': Route<{ answer: Say.Conflicts }>
  /** Several of one pattern at once; all or none. */
  'POST /api/conflicts/answer': Route<{ body: Ask.AnswerConflicts; answer: Say.Conflicts }>
  /** Natural persons behind the client: consents, and who was erased. */
  'GET /api/clients/:id/persons': Route<{ answer: Say.ClientPersons }>
  'POST /api/persons/:id/consents': Route<{ body: AskPerson.NoteConsent; answer: { id: string } }>
  /** Everything that is kept about a person; who took it is noted, hence no GET. */
  'POST /api/persons/:id/export': Route<{ answer: Say.PersonExport }>
  /** What would be erased, what is kept and why. */
  'GET /api/persons/:id/erasure': Route<{ answer: Say.ErasurePreview }>
  'POST /api/persons/:id/erase': Route<{ body: AskPerson.ErasePerson; answer: Say.Act }>
  'GET /api/acts': Route<{ answer: { items: Say.ActLine[] } }>
  'GET /api/acts/:id': Route<{ answer: Say.Act }>
  'GET /api/counterparties': Route<{ query: Ask.Search; answer: { items: Say.Counterparty[] } }>
  'GET /api/products': Route<{ query: Ask.Search; answer: { items: Say.Product[] } }>
  'GET /api/organisations': Route<{ answer: { items: Say.DealCard['organisations'] } }>

  'GET /api/cycles': Route<{ answer: { items: Say.Cycle[] } }>
  'GET /api/board': Route<{ query: Ask.BoardOf; answer: Say.Board }>
  'POST /api/clients/:id/deals': Route<{ body: Ask.OpenDeal; answer: Say.Deal }>
  'GET /api/deals/:id': Route<{ answer: Say.DealCard }>
  'PATCH /api/deals/:id': Route<{ body: Ask.ChangeDeal; answer: Say.Deal }>
  'PUT /api/deals/:id/lines': Route<{ body: Ask.SaveLines; answer: Say.DealCard }>
  'POST /api/deals/:id/stage': Route<{ body: Ask.MoveStage; answer: Say.Deal }>
  'GET /api/deals/:id/pre-flight': Route<{ answer: Say.PreFlight }>
  /** Draws up a contract of the deal's parties; the base gets it before the invoice. */
  'POST /api/deals/:id/contract': Route<{ body: Ask.DrawUpContract; answer: Say.Contract }>
  /** Needs `Idempotency-Key`. */
  'POST /api/deals/:id/invoices': Route<{ body: Ask.IssueInvoice; answer: Say.Invoice }>

  'GET /api/invoices': Route<{ query: Ask.ListInvoices; answer: Say.InvoiceList }>
  'GET /api/invoices/:id': Route<{ answer: Say.InvoicePage }>
  'POST /api/invoices/:id/cancel': Route<{ answer: Say.Invoice }>
  'POST /api/invoices/:id/retry': Route<{ answer: Say.Invoice }>
  /** The manager has seen what the base changed; `takeIntoDeal` copies the lines into the deal. */
  'POST /api/invoices/:id/accept': Route<{ body: Ask.AcceptChange; answer: Say.Invoice }>

  /** Takes back a request about a counterparty or contract of which nothing has left; invoices have `cancel`. */
  'POST /api/queue/:id/withdraw': Route<{ answer: { id: string } }>
  'GET /api/queue': Route<{ query: Ask.QueueOf; answer: Say.Queue }>
  'GET /api/troubles': Route<{ query: Ask.TroublesOf; answer: { items: Say.Trouble[] } }>
  /** Troubles of one sort together. */
  'POST /api/troubles/answer': Route<{ body: Ask.AnswerTroubles; answer: { items: Say.Trouble[] } }>
  'POST /api/troubles/:id/answer': Route<{ body: Ask.AnswerTrouble; answer: Say.Trouble }>

  'GET /api/bases': Route<{ answer: { items: Say.BaseLine[] } }>
  'GET /api/bases/:id': Route<{ answer: Say.BasePage }>
  /** Wakes the worker for a round now. */
  'POST /api/bases/:id/sync': Route<{ answer: Say.BaseLine }>
  /** Lets a stopped or resting connection try again. */
  'POST /api/bases/:id/resume': Route<{ answer: Say.BaseLine }>

  /** Why a record or a sum shows what it shows. */
  'GET /api/invoices/:id/why': Route<{ answer: Say.Why }>
  'GET /api/payments/:id/why': Route<{ answer: Say.Why }>
  'GET /api/counterparties/:id/why': Route<{ answer: Say.Why }>
  'GET /api/contracts/:id/why': Route<{ answer: Say.Why }>
  'GET /api/organisations/:id/why': Route<{ answer: Say.Why }>
  'GET /api/products/:id/why': Route<{ answer: Say.Why }>
  'GET /api/clients/:id/why': Route<{ answer: Say.WhySum }>
  'GET /api/deals/:id/why': Route<{ answer: Say.WhySum }>

  'GET /api/runs': Route<{ query: Ask.ListRuns; answer: Say.RunList }>
  'GET /api/runs/:id': Route<{ query: Ask.RunLines; answer: Say.RunPage }>
  /** What would become of each change of the run. */
  'GET /api/runs/:id/rollback': Route<{ answer: Say.RollbackPreview }>
  /** Takes the run back; answers the roll-back to come, which is a run too. */
  'POST /api/runs/:id/rollback': Route<{ answer: Say.RunLine }>
  /** A record on both sides at a moment, and the moments at which it changed. */
  'GET /api/clients/:id/as-of': Route<{ query: Ask.AsOf; answer: Say.ClientAsOf }>
  'GET /api/counterparties/:id/as-of': Route<{ query: Ask.AsOf; answer: Say.CounterpartyAsOf }>
  'GET /api/invoices/:id/as-of': Route<{ query: Ask.AsOf; answer: Say.InvoiceAsOf }>
  'GET /api/clients/:id/moments': Route<{ answer: Say.Moments }>
  'GET /api/counterparties/:id/moments': Route<{ answer: Say.Moments }>
  'GET /api/invoices/:id/moments': Route<{ answer: Say.Moments }>

  'GET /api/certificates': Route<{ query: Ask.ListCertificates; answer: Say.CertificateList }>
  'GET /api/certificates/:id': Route<{ answer: Say.Certificate }>
  /** Compares both sides now; answers the certificate to come. */
  'POST /api/bases/:id/certificates': Route<{ answer: Say.CertificateLine }>
  'POST /api/certificates/:id/sign': Route<{ answer: Say.CertificateLine }>
  /** Reads everything again that reading may mend. */
  'POST /api/certificates/:id/read-again': Route<{ answer: Say.Certificate }>
  /** Reads one record from the base again; answers its certificate. */
  'POST /api/differences/:id/read-again': Route<{ answer: Say.Certificate }>

  /** For an accounting base, with its key as a bearer: a ticket for one of its people and one record, once and for a minute. */
  'POST /api/panel/tickets': Route<{ body: IssueTicket; answer: Panel.Ticket }>
  /** For the page of the panel: a ticket for a token. */
  'POST /api/panel/session': Route<{ body: OpenPanel; answer: Panel.OpenedPanel }>
  /** For the page of the panel, with its token as a bearer: the record of its ticket. */
  'GET /api/panel/context': Route<{ answer: Panel.PanelContext }>
}

export type RouteName = keyof Routes

/** `application/problem+json` (RFC 9457): a stable code, a sentence in the viewer's language, the field it concerns. */
export interface ProblemAnswer {
  type: string
  title: string
  status: number
  code: string
  detail: string
  field?: string
  /** Facts for links and buttons, e.g. the id of the invoice that is already being issued. */
  facts?: Record<string, string | number | boolean | null>
}

/** One message of `/api/events`: what changed; the screens that show it ask again. */
export interface ChangeEvent {
  what: 'client' | 'deal' | 'invoice' | 'queue' | 'trouble' | 'base' | 'certificate' | 'run'
  id: string
}
