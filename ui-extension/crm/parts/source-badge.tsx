/** Where a figure comes from and how old it is: filled = fresh from the base, outlined = ours alone, dashed = stale, clock = queued. */
import { Tooltip } from '@mantine/core'
import { IconClock } from '@tabler/icons-react'
import type { Source } from '../../../bridge/http/contract.ts'
import { useAsk } from '../ask.ts'
import css from './source-badge.module.css'
import { useWords } from './use-words.ts'
import { useNow } from './when.tsx'
import { WhyButton, type WhyOf } from './why.tsx'

/** Without an exchange for so long a figure may have changed in the base. */
const STALE_MS = 15 * 60_000
const LOOK_MS = 60_000

/** @param of whose figures these are: then a click says why they are what they are */
export function SourceBadge({ source, of }: { source: Source; of?: WhyOf }) {
  const { t, stamp, exact } = useWords()
  const seen = useLastSeen(source)
  const shape = shapeOf(source, seen, useNow(LOOK_MS))
  const facts = { base: source.base, time: source.asOf ? exact(source.asOf) : '', seen: seen ? exact(seen) : '' }
  const look = { className: `${css.badge} ${css[shape]} figures`, 'data-shape': shape }
  const content = (
    <>
      {shape === 'queued' && <IconClock size={12} aria-hidden />}
      {t(`source.${shape}`, { base: source.base, time: seen ? stamp(seen) : '' })}
    </>
  )
  const hint = t(`source.hint.${shape}`, facts)
  if (of && source.origin !== 'crm')
    return (
      <WhyButton of={of} hint={hint} look={look}>
        {content}
      </WhyButton>
    )
  return (
    <Tooltip label={hint}>
      <span {...look}>{content}</span>
    </Tooltip>
  )
}

/** A completed exchange that brought no change confirms every figure of that base. */
function useLastSeen({ base, asOf }: Source): string | null {
  const queue = useAsk('GET /api/queue', { query: { whose: 'mine' } }, { enabled: base !== '' })
  const round = queue.data?.bases.find(({ name }) => name === base)?.health.lastSeenAt ?? null
  return asOf !== null && round !== null && round > asOf ? round : asOf
}

type Shape = 'fresh' | 'stale' | 'crm' | 'queued' | 'unseen'

function shapeOf(source: Source, seen: string | null, nowMs: number): Shape {
  if (source.origin !== 'base') return source.origin
  if (seen === null) return 'unseen'
  return nowMs - Date.parse(seen) > STALE_MS ? 'stale' : 'fresh'
}
