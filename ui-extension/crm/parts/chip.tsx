/** A small word in a colour of meaning; the word says it all, the colour and the mark only help. */
import type { ReactNode } from 'react'
import css from './chip.module.css'

export type Tone = 'good' | 'warn' | 'bad' | 'wait' | 'calm' | 'accent'

interface Props {
  tone: Tone
  children: ReactNode
  icon?: ReactNode
  /** On hover, where there is room for the mark alone. */
  title?: string
}

export function Chip({ tone, children, icon, title }: Props) {
  return (
    <span
      title={title}
      className={css.chip}
      style={{ background: `var(--z-${tone}-bg)`, color: `var(--z-${tone}-fg)` }}
    >
      {icon}
      {children}
    </span>
  )
}
