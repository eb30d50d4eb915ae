/**
 * The layers of the proofs, in the order of the page: the one that can use whatever time is left comes last. Each brings half of the
 * product with it, so it is loaded when it is asked for.
 */
import type { Layer } from './layer.ts'

const LOADERS = {
  static: () => import('./layers/static.ts'),
  money: () => import('./layers/money.ts'),
  ablations: () => import('./layers/ablations.ts'),
  'planted-defects': () => import('./layers/planted-defects.ts'),
  mutation: () => import('./layers/mutation.ts'),
  guards: () => import('./layers/guards.ts'),
  kill: () => import('./layers/kill.ts'),
  'store-damage': () => import('./layers/store-damage.ts'),
  races: () => import('./layers/races.ts'),
  fuzz: () => import('./layers/fuzz.ts'),
  authorisation: () => import('./layers/authorisation.ts'),
  security: () => import('./layers/security.ts'),
  load: () => import('./layers/load.ts'),
  stories: () => import('./layers/stories.ts'),
  drills: () => import('./layers/drills.ts'),
  divergences: () => import('./layers/divergences.ts'),
  schedules: () => import('./layers/schedules.ts'),
} satisfies Record<string, () => Promise<{ layer: Layer }>>

export type LayerName = keyof typeof LOADERS

export const LAYER_NAMES = Object.keys(LOADERS) as LayerName[]

export function isLayerName(name: string): name is LayerName {
  return Object.hasOwn(LOADERS, name)
}

/** @returns the layers of these names in the order of the page */
export async function loadLayers(names: LayerName[] = LAYER_NAMES): Promise<Layer[]> {
  const loaded: Layer[] = []
  for (const name of LAYER_NAMES) if (names.includes(name)) loaded.push((await LOADERS[name]()).layer)
  return loaded
}
