/** The layers of the proofs, in the order of the page. */
import type { Layer } from './layer.ts'
import { ablations } from './schedules/ablations.ts'
import { schedules } from './schedules/layer.ts'

export const layers: Layer[] = [schedules, ablations]
