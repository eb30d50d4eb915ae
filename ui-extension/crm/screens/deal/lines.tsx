/** The lines of a deal: typed freely, checked as typed, saved by itself a moment later. */
import { Alert, Button, Group, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { DealCard } from '../../../../bridge/http/contract.ts'
import { Panel } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'
import { LineRow } from './line-row.tsx'
import css from './lines.module.css'
import { useLines, type SaveState } from './use-lines.ts'

interface Props {
  card: DealCard
  tellUnsaved: (unsaved: boolean) => void
}

export function LinesPanel({ card, tellUnsaved }: Props) {
  const { t, money } = useWords()
  const lines = useLines(card, tellUnsaved)
  const mayEdit = card.may.includes('change-deal')
  return (
    <Panel title={t('lines.title')} aside={<Saved state={lines.state} />}>
      {lines.state === 'overtaken' && <Overtaken takeTheirs={lines.takeTheirs} keepMine={lines.keepMine} />}
      <div className={css.table} role="table" aria-label={t('lines.title')}>
        <div role="row" className={`${css.row} ${css.head}`}>
          {['text', 'quantity', 'price', 'sum'].map((column) => (
            <span key={column} role="columnheader" className={column === 'text' ? '' : css.right}>
              {t(`lines.${column}`)}
            </span>
          ))}
          <span role="columnheader">
            <span className="unseen">{t('lines.deeds')}</span>
          </span>
        </div>
        {lines.drafts.map((draft, place) => (
          <LineRow
            key={draft.key}
            place={place}
            draft={draft}
            checked={lines.checked.lines[place]}
            mayEdit={mayEdit}
            change={(next) => lines.change(draft.key, next)}
            remove={() => lines.remove(draft.key)}
            enter={() => lines.addAfter(place)}
          />
        ))}
      </div>
      <Group justify="space-between" mt="sm">
        {mayEdit ? (
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={14} />}
            onClick={() => lines.addAfter(lines.drafts.length)}
          >
            {t('lines.add')}
          </Button>
        ) : (
          <span />
        )}
        <Text fw={600} className="figures" aria-live="polite">
          {t('lines.total', { sum: money(lines.checked.totalMinor) })}
        </Text>
      </Group>
      {mayEdit && (
        <Text fz="xs" c="dimmed" mt={6}>
          {t('lines.hint')}
        </Text>
      )}
    </Panel>
  )
}

/** Whose lines stay is for a person to say; until then nothing is saved and nothing is lost. */
function Overtaken({ takeTheirs, keepMine }: { takeTheirs: () => void; keepMine: () => void }) {
  const { t } = useWords()
  return (
    <Alert color="yellow" title={t('lines.overtaken.title')} mb="sm" role="alert">
      <Text fz="sm">{t('lines.overtaken.text')}</Text>
      <Group mt="xs" gap="xs">
        <Button size="xs" onClick={takeTheirs}>
          {t('lines.overtaken.theirs')}
        </Button>
        <Button size="xs" variant="default" onClick={keepMine}>
          {t('lines.overtaken.mine')}
        </Button>
      </Group>
    </Alert>
  )
}

const BAD: SaveState[] = ['wrong', 'failed', 'overtaken']

function Saved({ state }: { state: SaveState }) {
  const { t } = useWords()
  return (
    <Text fz="xs" c={BAD.includes(state) ? 'var(--z-bad-fg)' : 'dimmed'} role="status">
      {t(`lines.state.${state}`)}
    </Text>
  )
}
