/** The layers of the proofs, in the order of the page. */
import type { Layer } from './layer.ts'

export const layers: Layer[] = []
