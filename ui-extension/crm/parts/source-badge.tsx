/** Where a figure comes from and how old it is: filled = fresh from the base, outlined = ours alone, dashed = stale, clock = queued. */
import { Tooltip } from '@mantine/core'
import { IconClock } from '@tabler/icons-react'
import type { Source } from '../../../bridge/http/contract.ts'
import css from './source-badge.module.css'
import { useWords } from './use-words.ts'
import { useNow } from './when.tsx'

/** A figure older than this may have changed in the base. */
const STALE_MS = 15 * 60_000
const LOOK_MS = 60_000

export function SourceBadge({ source }: { source: Source }) {
  const { t, stamp, exact } = useWords()
  const shape = shapeOf(source, useNow(LOOK_MS))
  const time = source.asOf === null ? '' : stamp(source.asOf)
  const label = t(`source.${shape}`, { base: source.base, time })
  const hint = t(`source.hint.${shape}`, { base: source.base, time: source.asOf === null ? '' : exact(source.asOf) })
  return (
    <Tooltip label={hint}>
      <span className={`${css.badge} ${css[shape]} figures`} data-shape={shape}>
        {shape === 'queued' && <IconClock size={12} aria-hidden />}
        {label}
      </span>
    </Tooltip>
  )
}

type Shape = 'fresh' | 'stale' | 'crm' | 'queued' | 'unseen'

function shapeOf(source: Source, nowMs: number): Shape {
  if (source.origin !== 'base') return source.origin
  if (source.asOf === null) return 'unseen'
  return nowMs - Date.parse(source.asOf) > STALE_MS ? 'stale' : 'fresh'
}
