/** The frame of a screen: its title (also of the browser's tab), what stands beside it, and the deeds on the right. */
import { Group, Stack, Title } from '@mantine/core'
import { useEffect, type ReactNode } from 'react'
import { useWords } from './use-words.ts'

export function Page({ title, before, beside, deeds, children }: PageProps) {
  const { t } = useWords()
  useEffect(() => {
    document.title = `${title} · ${t('product')}`
  }, [title, t])
  return (
    <Stack gap="md">
      <div>
        {before}
        <Group justify="space-between" gap="sm" align="center">
          <Group gap="sm" align="center" style={{ minWidth: 0 }}>
            <Title order={1} fz="1.375rem" lh={1.3} style={{ overflowWrap: 'anywhere' }}>
              {title}
            </Title>
            {beside}
          </Group>
          {deeds && <Group gap="xs">{deeds}</Group>}
        </Group>
      </div>
      {children}
    </Stack>
  )
}

interface PageProps {
  title: string
  before?: ReactNode
  beside?: ReactNode
  deeds?: ReactNode
  children: ReactNode
}
