/** The slider stops at the moments at which something changed; arrow keys step through them, the field takes any other moment. */
import { ActionIcon, Group, Slider, Text, TextInput } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import type { Moments } from '../../../../bridge/http/contract.ts'
import { localMoment, momentFrom } from '../../lib/moments.ts'
import { useWords } from '../../parts/use-words.ts'

interface Props {
  moments: Moments
  at: string
  choose: (at: string) => void
}

export function TimeSlider({ moments, at, choose }: Props) {
  const { t, precise } = useWords()
  const stops = [...new Set(moments.items.map((moment) => moment.at))].toSorted()
  const reached = stops.findLastIndex((stop) => stop <= at)
  const go = (step: number) => {
    const stop = stops[Math.min(Math.max(step, 0), stops.length - 1)]
    if (stop !== undefined) choose(stop)
  }
  return (
    <section className="panel" aria-label={t('past.moment')}>
      <Group gap="sm" wrap="nowrap" align="center">
        <Step word="past.earlier" able={reached > 0} go={() => go(stops[reached] === at ? reached - 1 : reached)} />
        <Stops stops={stops} reached={reached} go={go} />
        <Step word="past.later" able={reached < stops.length - 1} go={() => go(reached + 1)} />
      </Group>
      <Group justify="space-between" align="flex-end" gap="sm" mt="sm">
        <div role="status">
          <Text fw={600} className="figures">
            {at && precise(at)}
          </Text>
          <Text fz="xs" c="dimmed">
            {t('past.steps', { step: reached + 1, count: stops.length })}
            {moments.more && ` · ${t('past.more')}`}
            {moments.knownSince && ` · ${t('past.known-since', { at: precise(moments.knownSince) })}`}
          </Text>
        </div>
        <Exact at={at} choose={choose} />
      </Group>
    </section>
  )
}

function Stops({ stops, reached, go }: { stops: string[]; reached: number; go: (step: number) => void }) {
  const { t, precise } = useWords()
  // While the handle is dragged only the label follows it.
  const [held, hold] = useState({ from: reached, step: reached })
  const shown = Math.max(held.from === reached ? held.step : reached, 0)
  return (
    <Slider
      style={{ flex: 1 }}
      min={0}
      max={Math.max(stops.length - 1, 1)}
      step={1}
      value={shown}
      disabled={stops.length < 2}
      onChange={(step) => hold({ from: reached, step })}
      onChangeEnd={go}
      label={(step) => precise(stops[step] ?? '')}
      thumbLabel={t('past.slider')}
      thumbProps={{ 'aria-valuetext': precise(stops[shown] ?? '') }}
    />
  )
}

function Step({ word, able, go }: { word: 'past.earlier' | 'past.later'; able: boolean; go: () => void }) {
  const { t } = useWords()
  const Icon = word === 'past.earlier' ? IconChevronLeft : IconChevronRight
  return (
    <ActionIcon variant="default" aria-label={t(word)} title={t(word)} disabled={!able} onClick={go}>
      <Icon size={16} aria-hidden />
    </ActionIcon>
  )
}

/** By the clock of whoever looks. */
function Exact({ at, choose }: Pick<Props, 'at' | 'choose'>) {
  const { t } = useWords()
  const [field, type] = useState({ at, typed: localMoment(at) })
  const typed = field.at === at ? field.typed : localMoment(at)
  const take = () => {
    const moment = momentFrom(typed)
    if (moment !== null && typed !== localMoment(at)) choose(moment)
  }
  return (
    <TextInput
      type="datetime-local"
      step={1}
      size="xs"
      label={t('past.exact')}
      value={typed}
      onChange={(event) => type({ at, typed: event.currentTarget.value })}
      onKeyDown={(event) => event.key === 'Enter' && take()}
      onBlur={take}
    />
  )
}
