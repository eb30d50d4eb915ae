/** Versions of an invoice as accounting kept them, newest first. */
import { Group, Text } from '@mantine/core'
import type { InvoicePage } from '../../../../bridge/http/contract.ts'
import { Panel } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'
import { When } from '../../parts/when.tsx'

export function Versions({ versions }: { versions: InvoicePage['versions'] }) {
  const { t, money } = useWords()
  return (
    <Panel title={t('versions.title')}>
      {versions.length === 0 && <Text c="dimmed">{t('versions.none')}</Text>}
      <ul className="rows">
        {versions.map((version) => (
          <li key={version.version}>
            <Group justify="space-between" gap="xs">
              <Text fz="sm">
                {t('versions.line', { version: version.version })}
                {version.number && ` · № ${version.number}`}
              </Text>
              <span className="figures">{money(version.totalMinor)}</span>
            </Group>
            <Text fz="xs" c="dimmed">
              {version.author && `${version.author} · `}
              <When at={version.at} />
            </Text>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
