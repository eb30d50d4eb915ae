/** All accounting bases: health, what waits for them, what needs a decision. */
import { Group, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useAsk } from '../../ask.ts'
import { HealthLine } from '../../parts/health-line.tsx'
import { Page } from '../../parts/page.tsx'
import { Answered, Empty } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'

export function IntegrationScreen() {
  const { t } = useWords()
  const bases = useAsk('GET /api/bases', {})
  return (
    <Page title={t('nav.integration')}>
      <Answered query={bases}>
        {({ items }) => (
          <Stack gap="sm">
            {items.length === 0 && <Empty title={t('bases.none')} hint={t('bases.none-hint')} />}
            {items.map((base) => (
              <section key={base.id} className="panel" aria-label={base.name}>
                <Group justify="space-between">
                  <div>
                    <Link to="/integration/$baseId" params={{ baseId: base.id }}>
                      <Text fw={600} span>
                        {base.name}
                      </Text>
                    </Link>
                    <div>
                      <HealthLine base={base} />
                    </div>
                  </div>
                  <Text c="dimmed" fz="sm">
                    {t('bases.queued', { count: base.queued })} · {t('bases.troubles', { count: base.openTroubles })}
                  </Text>
                </Group>
              </section>
            ))}
          </Stack>
        )}
      </Answered>
    </Page>
  )
}
