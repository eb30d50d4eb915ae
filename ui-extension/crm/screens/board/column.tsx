/** One stage of the board: its head with count and sum, its cards, and the place to drop a card on. */
import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { useEffect, useRef, useState } from 'react'
import type { Board, Stage } from '../../../../bridge/http/contract.ts'
import { useWords } from '../../parts/use-words.ts'
import css from './board.module.css'
import { Card } from './card.tsx'
import type { Moving } from './use-move.ts'

type Props = { column: Board['columns'][number]; stages: Stage[]; move: (moving: Moving) => void }

export function Column({ column, stages, move }: Props) {
  const { t, money } = useWords()
  const { box, over } = useDrop((dealId) => move({ dealId, stage: column.stage }))
  return (
    <section ref={box} className={css.column} data-over={over} aria-label={column.stage.name}>
      <header className={css.head}>
        <h2 className={css.name}>{column.stage.name}</h2>
        <span className={css.count}>{column.count}</span>
        <span className={`figures ${css.sum}`}>{column.count === 0 ? '' : money(column.sumMinor)}</span>
        {column.stage.normDays > 0 && (
          <span className={css.norm}>{t('board.norm', { count: column.stage.normDays })}</span>
        )}
      </header>
      <ul className={css.cards}>
        {column.cards.map((card) => (
          <li key={card.id}>
            <Card card={card} stages={stages} move={move} />
          </li>
        ))}
      </ul>
      {column.count > column.cards.length && (
        <p className={css.norm}>{t('board.more', { count: column.count - column.cards.length })}</p>
      )}
    </section>
  )
}

function useDrop(dropped: (dealId: string) => void) {
  const box = useRef<HTMLElement>(null)
  const latest = useRef(dropped)
  const [over, setOver] = useState(false)
  useEffect(() => {
    latest.current = dropped
  })
  useEffect(() => {
    if (box.current === null) return undefined
    return dropTargetForElements({
      element: box.current,
      canDrop: ({ source }) => typeof source.data['dealId'] === 'string',
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: ({ source }) => {
        setOver(false)
        latest.current(String(source.data['dealId']))
      },
    })
  }, [])
  return { box, over }
}
