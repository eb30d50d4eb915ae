/** Moves a card at once on the screen, then on the server; a stage is ours, so it may be optimistic and taken back. */
import { useQueryClient } from '@tanstack/react-query'
import type { Board, Stage } from '../../../../bridge/http/contract.ts'
import { call } from '../../api.ts'
import { useTell } from '../../ask.ts'
import { useOfferUndo } from '../../parts/undo.tsx'
import { useWords } from '../../parts/use-words.ts'

export interface Moving {
  dealId: string
  stage: Stage
  reason?: string
}

const BOARD = 'GET /api/board'

export function useMove(board: Board): (moving: Moving) => void {
  const { t } = useWords()
  const cache = useQueryClient()
  const offerUndo = useOfferUndo()
  const tell = useTell('POST /api/deals/:id/stage')
  const send = async ({ dealId, stage, reason }: Moving): Promise<void> => {
    cache.setQueriesData<Board>({ queryKey: [BOARD] }, (shown) => shown && withMoved(shown, dealId, stage.id))
    // The card carries no version: the one of the deal as it is now is what this person moves.
    const { deal } = await call('GET /api/deals/:id', { params: { id: dealId } })
    const why = reason === undefined ? {} : { reason }
    await tell.mutateAsync({ params: { id: dealId }, body: { stageId: stage.id, version: deal.version, ...why } })
  }
  const refresh = () => void cache.invalidateQueries({ queryKey: [BOARD] })
  return (moving) => {
    const from = board.columns.find(({ cards }) => cards.some(({ id }) => id === moving.dealId))?.stage
    if (from === undefined || from.id === moving.stage.id) return
    const back = () => void send({ dealId: moving.dealId, stage: from, reason: t('board.undone') }).catch(refresh)
    send(moving).then(() => offerUndo(t('board.moved', { stage: moving.stage.name }), back), refresh)
  }
}

/** The board as it will look; sums and counts follow the card. */
function withMoved(board: Board, dealId: string, stageId: string): Board {
  const card = board.columns.flatMap(({ cards }) => cards).find(({ id }) => id === dealId)
  if (card === undefined) return board
  const columns = board.columns.map((column) => {
    const rest = column.cards.filter(({ id }) => id !== dealId)
    const cards = column.stage.id === stageId ? [{ ...card, stageId, stalledDays: 0 }, ...rest] : rest
    const change = cards.length - column.cards.length
    return { ...column, cards, count: column.count + change, sumMinor: column.sumMinor + change * card.totalMinor }
  })
  return { ...board, columns }
}
