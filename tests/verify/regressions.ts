/** Days on which a promise was once broken: replayed by `npm test` and by `npm run verify`, so that what was mended stays so. */
import { dayOfDefect } from './planted/defects.ts'
import type { Day } from './schedules/swarm.ts'

export interface Regression {
  /** Seed of the day, for `runSchedule`. */
  seed: number
  /** What the day is like besides what its seed says. */
  day?: Partial<Day>
  /** What was found. */
  what: string
}

const lateAcknowledgements: Partial<Day> = {
  changes: 'plan',
  mode: 'running',
  deeds: 16,
  orders: 2,
  roundEveryMs: 3_000,
  chaosMs: 50_000,
  share: 0.3,
  troubles: ['slow'],
  steps: ['acknowledge', 'select', 'look', 'list'],
}

/** Corrections of which the answers come late, if at all. */
const lateCorrections: Partial<Day> = {
  orders: 3,
  chaosMs: 50_000,
  troubles: ['slow'],
  steps: ['change'],
  share: 0.4,
  mode: 'running',
  deaths: false,
  roundEveryMs: 8_000,
  deeds: 2,
  edits: 24,
}

export const regressions: Regression[] = [
  {
    seed: 1_000_009,
    day: lateAcknowledgements,
    what: 'an acknowledgement that was carried out late dropped what a later package had brought',
  },
  {
    seed: 1_000_002,
    day: lateAcknowledgements,
    what: 'a document that was changed at once and then could not be looked at was sent a second time',
  },
  {
    seed: 1_000_004,
    day: dayOfDefect('a document marked for deletion is taken for none'),
    what: 'a document that was marked for deletion while its creation was in doubt was sent a second time',
  },
  {
    seed: 1_000_003,
    day: dayOfDefect('another one’s request ends the round'),
    what: 'a failure about a request that another process had taken ended the whole round',
  },
  {
    seed: 1_000_025,
    day: lateAcknowledgements,
    what: 'a receipt was dropped by an acknowledgement because a selection that had been given up marked it late',
  },
  {
    seed: 1_000_898,
    day: {},
    what: 'a copy that the accountant made of a document whose creation was in doubt was taken for the document',
  },
  {
    seed: 1_004_133,
    day: {
      keys: 'own',
      mode: 'rounds',
      changes: 'window',
      servers: 2,
      orders: 4,
      deeds: 0,
      chaosMs: 50_000,
      troubles: [],
      edges: ['unauthorised'],
      steps: ['look'],
      share: 0.4,
    },
    what: 'a document was sent again because the password was refused at the look after its creation',
  },
  {
    seed: 1_002_204,
    day: { ...lateCorrections, servers: 1, keys: 'proven', changes: 'plan', skewMs: 300_000, night: 'spring' },
    what: 'a correction that was carried out late undid what somebody had typed after it, because that had been sent at once',
  },
  {
    seed: 1_000_074,
    day: {
      changes: 'plan',
      mode: 'running',
      deeds: 120,
      orders: 1,
      roundEveryMs: 3_000,
      chaosMs: 400_000,
      share: 0.3,
      troubles: ['slow'],
      steps: ['acknowledge', 'select'],
    },
    what: 'a receipt was dropped because the selection of a reader that had died was carried out after another one had selected',
  },
  {
    seed: 7_000_024,
    day: lateCorrections,
    what: 'a correction that was taken back while it was on its way came late and stayed: the taking back had been settled by then',
  },
  {
    seed: 7_000_040,
    day: lateCorrections,
    what: 'a name that was typed back while its correction was on its way was undone by that when it came late',
  },
  {
    seed: 1_004_090,
    day: {
      orders: 6,
      chaosMs: 50_000,
      troubles: ['proxy'],
      steps: ['create contract'],
      share: 0.45,
      deeds: 8,
      roundEveryMs: 8_000,
      skewMs: -300_000,
      night: 'autumn',
      edits: 3,
      ifMatch: 'strict',
    },
    what: 'a person was asked about a card that the accountant had edited in the moment between its creation and our look at it',
  },
]
