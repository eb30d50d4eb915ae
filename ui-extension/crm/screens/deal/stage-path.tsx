/** The stages of the deal in a row: where it stands, since when, and where it may go. */
import { useState } from 'react'
import type { DealCard, Stage } from '../../../../bridge/http/contract.ts'
import { useTell } from '../../ask.ts'
import { useWords } from '../../parts/use-words.ts'
import { When } from '../../parts/when.tsx'
import { WhyLost } from '../../parts/why-lost.tsx'
import css from './stage-path.module.css'

export function StagePath({ card }: { card: DealCard }) {
  const { t } = useWords()
  const { deal, cycle } = card
  const [asked, setAsked] = useState<Stage | null>(null)
  // The server asks for a reason where the cycle wants one; a loss always needs it.
  const move = useTell('POST /api/deals/:id/stage', { done: () => setAsked(null) })
  const go = (stage: Stage, reason?: string) =>
    move.mutate({
      params: { id: deal.id },
      body: { stageId: stage.id, version: deal.version, ...(reason === undefined ? {} : { reason }) },
    })
  const place = cycle.stages.findIndex(({ id }) => id === deal.stageId)
  return (
    <div>
      <ol className={css.path} aria-label={t('deal.stages')}>
        {cycle.stages.map((stage, index) => (
          <li key={stage.id} className={css.step}>
            <button
              type="button"
              className={css.stage}
              data-look={index === place ? stage.kind : index < place ? 'passed' : 'ahead'}
              aria-current={index === place ? 'step' : undefined}
              disabled={!card.may.includes('change-deal') || move.isPending}
              onClick={() => (stage.kind === 'lost' ? setAsked(stage) : index !== place && go(stage))}
            >
              {stage.name}
            </button>
          </li>
        ))}
      </ol>
      <div className={css.since}>
        {t('deal.since')} <When at={deal.stageSince} /> · {deal.managerName}
        {deal.cause && ` · ${deal.cause}`}
      </div>
      {asked && <WhyLost stage={asked} close={() => setAsked(null)} go={(reason) => go(asked, reason)} />}
    </div>
  )
}
