/**
 * How long the stories told by chance are. `npm test` tells short ones, so that it stays below ten minutes; the layer `stories` of
 * `npm run verify` sets `ZVENO_LONG=1`.
 */
const LONG = process.env['ZVENO_LONG'] === '1'

export function long<T>(whole: T, short: T): T {
  return LONG ? whole : short
}
