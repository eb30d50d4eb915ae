/** A deal on the board: whose, how much, how long it stands; the menu moves it without a mouse. */
import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { ActionIcon, Menu } from '@mantine/core'
import { IconClockExclamation, IconDots } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { DealCardLine, Stage } from '../../../../bridge/http/contract.ts'
import { Chip } from '../../parts/chip.tsx'
import { SourceBadge } from '../../parts/source-badge.tsx'
import { useWords } from '../../parts/use-words.ts'
import css from './board.module.css'
import type { Moving } from './use-move.ts'

type Props = { card: DealCardLine; stages: Stage[]; move: (moving: Moving) => void }

export function Card({ card, stages, move }: Props) {
  const { t, money } = useWords()
  const { box, dragged } = useDrag(card.id)
  return (
    <article ref={box} className={css.card} data-dragged={dragged} aria-label={card.title}>
      <div className={css.top}>
        <Link to="/deals/$dealId" params={{ dealId: card.id }} className={css.title} draggable={false}>
          {card.title}
        </Link>
        <MoveMenu card={card} stages={stages} move={move} />
      </div>
      <div className={css.client}>{card.clientName}</div>
      <div className={css.foot}>
        <span className="figures">{money(card.totalMinor)}</span>
        {card.paidPercent !== null && (
          <Chip tone={card.paidPercent === 100 ? 'good' : 'accent'}>
            {t('deal.paid', { percent: card.paidPercent })}
          </Chip>
        )}
      </div>
      {card.paidPercent !== null && <SourceBadge source={card.paidSource} of={{ what: 'deals', id: card.id }} />}
      {card.stalledDays > 0 && (
        <Chip tone="warn" icon={<IconClockExclamation size={13} aria-hidden />}>
          {t('deal.stalled', { count: card.stalledDays })}
        </Chip>
      )}
    </article>
  )
}

function MoveMenu({ card, stages, move }: Props) {
  const { t } = useWords()
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label={t('board.move', { deal: card.title })}>
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label c="dimmed">{t('board.to-stage')}</Menu.Label>
        {stages
          .filter(({ id }) => id !== card.stageId)
          .map((stage) => (
            <Menu.Item key={stage.id} onClick={() => move({ dealId: card.id, stage })}>
              {stage.name}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function useDrag(dealId: string) {
  const box = useRef<HTMLElement>(null)
  const [dragged, setDragged] = useState(false)
  useEffect(() => {
    if (box.current === null) return undefined
    return draggable({
      element: box.current,
      getInitialData: () => ({ dealId }),
      onDragStart: () => setDragged(true),
      onDrop: () => setDragged(false),
    })
  }, [dealId])
  return { box, dragged }
}
