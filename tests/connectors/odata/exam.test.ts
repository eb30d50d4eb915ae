/** The 1C connector sits the exam of connectors against the simulated base, as documented and as observed (I1-I16). */
import { connectorExam } from '../exam.ts'
import { simulatedWorld } from './simulated.ts'

connectorExam('1C over OData, a base as documented, by exchange plan', () =>
  simulatedWorld({
    plan: 'discover',
    settings: { ifMatch: 'strict', compositeEq: 'empty', innerQuotes: 'both', order: 'insertion' },
  }),
)

connectorExam('1C over OData, a base as observed, by exchange plan', () =>
  simulatedWorld({ plan: 'discover', settings: { atomOrder: 'shuffled' } }),
)

connectorExam('1C over OData, a base as observed, by comparing', () => simulatedWorld({ plan: 'none', settings: {} }))

connectorExam('1C over OData, behind IIS, sessions expiring all the time', () =>
  simulatedWorld({ plan: 'none', settings: { front: 'iis', sessions: 'expired', sessionExpiresEvery: 3 } }),
)
