/** Everything on the page that can be decided by keyboard, in the order in which it stands there. */
import type { Trouble } from '../../../../bridge/http/contract.ts'
import { useTell } from '../../ask.ts'
import { useMay } from '../../parts/me.ts'
import type { ToDecide } from '../../parts/use-triage.ts'
import { choiceOf } from './candidates.tsx'
import type { Pattern } from './conflicts.tsx'
import type { ToAnswer } from './use-inbox.ts'

export function useToDecide(inbox: ToAnswer, patterns: Pattern[], troubles: Trouble[]): ToDecide[] {
  const tell = useTell('POST /api/troubles/:id/answer')
  const may = useMay()
  const conflicts = patterns.flatMap(({ conflicts: some }) => some)
  return [
    ...conflicts.map((conflict) => ({
      id: conflict.id,
      recommended: conflict.recommended === 'ours' ? 0 : 1,
      answers: [
        () => inbox.answer([conflict], 'ours'),
        () => inbox.answer([conflict], 'theirs'),
        () => inbox.setTyping(conflict.id),
      ],
    })),
    ...troubles.map(({ id, answers }) => ({
      id,
      recommended: 0,
      answers: may('answer-trouble')
        ? answers.map((answer) => () => {
            if (answer === 'pick') document.getElementById(choiceOf(id))?.focus()
            else if (!tell.isPending || tell.variables.params?.id !== id)
              tell.mutate({ params: { id }, body: { answer } })
          })
        : [],
    })),
  ]
}
