/** The board of one cycle: a column per stage with its count and sum; cards move by hand, by menu, never only by mouse. */
import { Select } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import type { Board, Cycle } from '../../../../bridge/http/contract.ts'
import { useAsk } from '../../ask.ts'
import { Page } from '../../parts/page.tsx'
import { Answered, Empty } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'
import { WhyLost } from '../../parts/why-lost.tsx'
import css from './board.module.css'
import { Column } from './column.tsx'
import { useMove, type Moving } from './use-move.ts'

const route = getRouteApi('/board')

export function BoardScreen() {
  const { t } = useWords()
  const { cycle } = route.useSearch()
  const cycles = useAsk('GET /api/cycles', {})
  const board = useAsk('GET /api/board', { query: cycle === undefined ? {} : { cycle } }, { keep: true })
  return (
    <Page
      title={t('nav.board')}
      deeds={<CyclePicker cycles={cycles.data?.items ?? []} chosen={board.data?.cycle.id} />}
    >
      <Answered query={board}>{(answer) => <Columns board={answer} />}</Answered>
    </Page>
  )
}

function CyclePicker({ cycles, chosen }: { cycles: Cycle[]; chosen: string | undefined }) {
  const { t } = useWords()
  const navigate = route.useNavigate()
  if (cycles.length < 2) return null
  return (
    <Select
      aria-label={t('deal.cycle')}
      data={cycles.map(({ id, name }) => ({ value: id, label: name }))}
      value={chosen ?? null}
      allowDeselect={false}
      onChange={(cycle) => void navigate({ search: cycle === null ? {} : { cycle } })}
    />
  )
}

function Columns({ board }: { board: Board }) {
  const { t } = useWords()
  const [lost, setLost] = useState<Moving | null>(null)
  const move = useMove(board)
  const ask = (moving: Moving) => (moving.stage.kind === 'lost' ? setLost(moving) : move(moving))
  if (board.columns.every(({ count }) => count === 0))
    return <Empty title={t('board.none')} hint={t('board.none-hint')} />
  return (
    // A box that scrolls must take the focus, or the keyboard cannot scroll it.
    <div className={css.board} role="region" aria-label={board.cycle.name} tabIndex={0}>
      {board.columns.map((column) => (
        <Column key={column.stage.id} column={column} stages={board.cycle.stages} move={ask} />
      ))}
      {lost && (
        <WhyLost
          stage={lost.stage}
          close={() => setLost(null)}
          go={(reason) => (setLost(null), move({ ...lost, reason }))}
        />
      )}
    </div>
  )
}
