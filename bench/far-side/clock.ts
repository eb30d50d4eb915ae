/** The day on which every measurement happens: what the bridge asks for then is the same in every run. */
export const DAY = '2026-11-24T08:00:00.000Z'
/** The same moment on the clock of the base, in Moscow. */
export const DAY_IN_BASE = '2026-11-24T11:00:00'
