/** The layers of the proofs, in the order of the page: the one that can use whatever time is left comes last. */
import type { Layer } from './layer.ts'
import { layer as ablations } from './layers/ablations.ts'
import { layer as authorisation } from './layers/authorisation.ts'
import { layer as divergences } from './layers/divergences.ts'
import { layer as drills } from './layers/drills.ts'
import { layer as fuzz } from './layers/fuzz.ts'
import { layer as guards } from './layers/guards.ts'
import { layer as kill } from './layers/kill.ts'
import { layer as load } from './layers/load.ts'
import { layer as money } from './layers/money.ts'
import { layer as mutation } from './layers/mutation.ts'
import { layer as plantedDefects } from './layers/planted-defects.ts'
import { layer as races } from './layers/races.ts'
import { layer as schedules } from './layers/schedules.ts'
import { layer as security } from './layers/security.ts'
import { layer as staticChecks } from './layers/static.ts'
import { layer as stories } from './layers/stories.ts'
import { layer as storeDamage } from './layers/store-damage.ts'

export const layers: Layer[] = [
  staticChecks,
  money,
  ablations,
  plantedDefects,
  mutation,
  guards,
  kill,
  storeDamage,
  races,
  fuzz,
  authorisation,
  security,
  load,
  stories,
  drills,
  divergences,
  schedules,
]
