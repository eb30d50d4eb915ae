/** What is shown, in which words, and when it is looked at. */
import type { PanelContext } from '../../bridge/http/contract/panel-answers.ts'
import type { Words } from './words.ts'

export interface Shown {
  words: Words
  context: PanelContext
  now: Date
}
