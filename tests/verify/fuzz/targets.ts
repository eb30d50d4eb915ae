/** All readers of outside bytes. */
import type { Target } from './target.ts'
import { answerTargets } from './targets/answers.ts'
import { backupTargets } from './targets/backups.ts'
import { descriptionTargets } from './targets/descriptions.ts'
import { serviceTargets } from './targets/service.ts'
import { simulatorTargets } from './targets/simulator.ts'
import { textTargets } from './targets/texts.ts'
import { wordTargets } from './targets/words.ts'

export const targets: Target[] = [
  ...serviceTargets,
  ...descriptionTargets,
  ...simulatorTargets,
  ...wordTargets,
  ...answerTargets,
  ...textTargets,
  ...backupTargets,
]
