/** The three faces of a screen that has nothing to show yet: loading, failed, empty. */
import { Skeleton, Stack, Text, Title } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { ApiProblem } from '../api.ts'
import { Failed } from './problem.tsx'
import { useWords } from './use-words.ts'

/** Draws the answer when it is there, and says what is going on while it is not. */
export function Answered<Answer>({
  query,
  children,
  rows = 6,
  top = false,
}: {
  query: UseQueryResult<Answer, ApiProblem>
  children: (answer: Answer) => ReactNode
  rows?: number
  /** The answer is the whole screen: without it the screen needs a heading of its own. */
  top?: boolean
}) {
  const { t } = useWords()
  if (query.data !== undefined) return <>{children(query.data)}</>
  return (
    <>
      {top && <h1 className="unseen">{t('product')}</h1>}
      {query.isError ? <Failed problem={query.error} again={() => void query.refetch()} /> : <Loading rows={rows} />}
    </>
  )
}

export function Loading({ rows }: { rows: number }) {
  const { t } = useWords()
  return (
    <Stack gap="sm" aria-busy="true">
      <span className="unseen" role="status">
        {t('loading')}
      </span>
      {Array.from({ length: rows }, (_none, row) => (
        <Skeleton key={row} height={row === 0 ? 28 : 44} width={row === 0 ? '35%' : '100%'} radius="md" />
      ))}
    </Stack>
  )
}

/** An empty list teaches: what belongs here and how to make the first one. */
export function Empty({ title, hint, children }: { title: string; hint: string; children?: ReactNode }) {
  return (
    <Stack align="center" gap={6} py={20} px="md" ta="center">
      <Text fw={600}>{title}</Text>
      <Text c="dimmed" maw={440}>
        {hint}
      </Text>
      {children}
    </Stack>
  )
}

export function Panel({ title, aside, children, label }: PanelProps) {
  return (
    <section className="panel" aria-label={label ?? title}>
      <div
        style={{ display: 'flex', justifyContent: 'space-between', gap: 12, alignItems: 'center', marginBottom: 12 }}
      >
        <Title order={2} className="panel-title">
          {title}
        </Title>
        {aside}
      </div>
      {children}
    </section>
  )
}

interface PanelProps {
  title: string
  label?: string
  aside?: ReactNode
  children: ReactNode
}
