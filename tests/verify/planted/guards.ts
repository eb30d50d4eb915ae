/** Guards of the security list, each taken out of a copy of our sources by changing a few words, and the test that must notice. */
import type { Defect } from './defects.ts'

/** A defect that one promise of a test file must notice. */
export type Guard = Defect & { test: string; promise: string }

const SESSION = 'tests/http/session.test.ts'
const PASSWORD = 'tests/http/password.test.ts'
const CHANGE_PASSWORD = 'bridge/actions/change-password.ts'
const EDGE = 'tests/http/edge.test.ts'
const SIGN_IN = 'bridge/actions/sign-in.ts'
const HEADERS = 'bridge/http/headers.ts'
const PANEL = 'tests/http/panel.test.ts'
const TICKETS = 'bridge/store/panel-tickets.ts'
const WITHOUT_DOCTYPE = "    this.#parser.on('doctype', () => {\n      throw"
const WITH_DOCTYPE = "    this.#parser.on('doctype', (): void => {\n      if (this.#path.length > 1e6) throw"

export const guards: Guard[] = [
  {
    name: 'the CSRF word is not asked for',
    changes: [['bridge/http/serve-route.ts', '  needCsrfWord(request)\n', '']],
    test: SESSION,
    promise: 'without the CSRF word changes nothing',
  },
  {
    name: 'requests from other sites are let in',
    changes: [['bridge/http/session.ts', 'if (!isSameOrigin(request)) throw', 'if (request.method === "") throw']],
    test: SESSION,
    promise: 'from another site changes nothing',
  },
  {
    name: 'signing in keeps the session that the browser came with',
    changes: [[SIGN_IN, "if (input.formerToken !== '') await", "if (input.formerToken === 'none') await"]],
    test: SESSION,
    promise: 'nobody can plant a session',
  },
  {
    name: 'an unknown login is answered otherwise than a wrong password',
    changes: [[SIGN_IN, '  if (!user || !right', "  if (!user) throw new Problem('session.needed')\n  if (!right"]],
    test: SESSION,
    promise: 'nobody learns who works here',
  },
  {
    name: 'passwords may be guessed without end',
    changes: [['bridge/http/api.ts', "  router.post('/session', limitSignIn(limits))\n", '']],
    test: SESSION,
    promise: 'slows down guessing',
  },
  {
    name: 'a password may be guessed from many addresses',
    changes: [['bridge/http/limit-sign-in.ts', '    failures(limits.signInFailuresOfLogin', '    failures(1e9']],
    test: SESSION,
    promise: 'bounds the guessing of one login',
  },
  {
    name: 'a password is changed by whoever sits at the screen',
    changes: [[CHANGE_PASSWORD, '!(await isPassword(input.present, user.passwordHash))', "input.present === ''"]],
    test: PASSWORD,
    promise: 'without the present one',
  },
  {
    name: 'the present password may be guessed at an open screen without end',
    changes: [['bridge/http/api.ts', "  router.post('/me/password', limitPasswordChange(limits))\n", '']],
    test: PASSWORD,
    promise: 'after a handful of guesses',
  },
  {
    name: 'other sessions outlive the password',
    changes: [[CHANGE_PASSWORD, 'await endSessionsOf(tx.db, user.rowId)', 'await endSessionsOf(tx.db, 0)']],
    test: PASSWORD,
    promise: 'ends every other session',
  },
  {
    name: 'a sign-in with the former password comes through after the change',
    changes: [
      [SIGN_IN, 'if (!(await holdsPassword(tx.db, user)))', 'if (!(await holdsPassword(tx.db, user)) && false)'],
    ],
    test: PASSWORD,
    promise: 'lets nobody in who came with the former one',
  },
  {
    name: 'a password that is tried first may be set',
    changes: [['bridge/actions/common-passwords.ts', 'words.has(word)', "words.has('') && word !== ''"]],
    test: PASSWORD,
    promise: 'when everybody knows it',
  },
  {
    name: 'the policy of pages lets others frame them',
    changes: [[HEADERS, 'frameAncestors: ["\'none\'"]', 'frameAncestors: ["*"]']],
    test: EDGE,
    promise: 'cannot be framed by another site',
  },
  {
    name: 'the old header lets others frame pages',
    changes: [[HEADERS, "frameguard: { action: 'deny' }", 'frameguard: false']],
    test: EDGE,
    promise: 'cannot be framed by another site',
  },
  {
    name: 'a description may declare entities',
    changes: [['connectors/odata/catalogue.ts', WITHOUT_DOCTYPE, WITH_DOCTYPE]],
    test: 'tests/connectors/odata/describing.test.ts',
    promise: 'a document type declaration',
  },
  {
    name: 'a package of changes may declare entities',
    changes: [['connectors/odata/feed.ts', WITHOUT_DOCTYPE, WITH_DOCTYPE]],
    test: 'tests/connectors/odata/feed.test.ts',
    promise: 'hiding entities',
  },
  {
    name: 'an answer may unpack to any size',
    changes: [['connectors/odata/wire.ts', 'if (bytes > maxBytes) body', 'if (bytes > maxBytes * 1e6) body']],
    test: 'tests/connectors/odata/hostile.test.ts',
    promise: 'more than an answer may hold',
  },
  {
    name: 'the name of a field changes what a record is made of',
    changes: [['connectors/odata/records.ts', " || name === '__proto__'", '']],
    test: 'tests/connectors/odata/reading.test.ts',
    promise: 'by the name of a field',
  },
  {
    name: 'the address of a base may lead inside the house',
    changes: [
      ['connectors/odata/address.ts', 'if (!listed && addresses.some(isInside))', 'if (!listed && host === "")'],
    ],
    test: 'tests/connectors/odata/address.test.ts',
    promise: 'is refused when its name leads to 10.1.2.3',
  },
  {
    name: 'a quote ends a text inside a question to the base',
    changes: [['connectors/odata/literals.ts', `value.replaceAll("'", "''")`, 'value']],
    test: 'tests/connectors/odata/reading.test.ts',
    promise: 'doubles quotes',
  },
  {
    name: 'everybody sees what was done to the legal entities of everybody',
    changes: [
      [
        'bridge/reports/counterparty.ts',
        "    .modify(onlyOfSeenClients(asking, 'see-conflicts', 'counterparties.id'))\n",
        '',
      ],
    ],
    test: 'tests/http/rights.test.ts',
    promise: 'counterparties/:id/why',
  },
  {
    name: 'the log quotes whatever it is given',
    changes: [['bridge/cli/log.ts', '!TEXTS.has(name)) return HIDDEN', '!TEXTS.has(name)) return value']],
    test: 'tests/cli/log.test.ts',
    promise: 'hides every text whose name',
  },
  {
    name: 'the log quotes what an error says',
    changes: [['bridge/cli/log.ts', 'return described(value)', 'return String(value)']],
    test: 'tests/cli/log.test.ts',
    promise: 'names the reason',
  },
  {
    name: 'a body may carry fields that nobody asked for',
    changes: [
      ['bridge/http/contract/requests.ts', '{ additionalProperties: false }', '{ additionalProperties: true }'],
    ],
    test: 'tests/http/inputs.test.ts',
    promise: 'a field that nobody asked for',
  },
  {
    name: 'the panel may be framed by anybody',
    changes: [[HEADERS, '? ["\'none\'"] : hosts', '? ["\'none\'"] : ["*"]']],
    test: PANEL,
    promise: 'by the programs of the list and by nobody else',
  },
  {
    name: 'more than the page of the panel may be framed',
    changes: [
      [
        'bridge/http/panel-page.ts',
        '  const router = Router()\n',
        '  const router = Router().use(framedHeaders(hosts))\n',
      ],
    ],
    test: PANEL,
    promise: 'is alone in that',
  },
  {
    name: 'a ticket of the panel is good more than once',
    changes: [[TICKETS, "{ ticket_hash: ticketHash, used_at: '' }", '{ ticket_hash: ticketHash }']],
    test: PANEL,
    promise: 'is good once',
  },
  {
    name: 'a ticket of the panel lives for ever',
    changes: [[TICKETS, "    .where('expires_at', '>', at)\n", '']],
    test: PANEL,
    promise: 'lives for a minute',
  },
  {
    name: 'any secret opens the panel of a base',
    changes: [['bridge/actions/panel-key.ts', ' || !isSame(open(base.sealed), secret)', '']],
    test: PANEL,
    promise: 'opens nothing when it is a wrong secret',
  },
  {
    name: 'keys and tickets of the panel may be guessed without end',
    changes: [['bridge/http/api.ts', "  router.use('/panel', limitPanel(limits))\n", '']],
    test: PANEL,
    promise: 'ends soon',
  },
]
