/** What accounting changed since the manager last looked, before and after side by side, and the two ways to take note of it. */
import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import type { InvoicePage } from '../../../../bridge/http/contract.ts'
import { useTell } from '../../ask.ts'
import { ChangeTable } from '../../parts/change-table.tsx'
import { useWords } from '../../parts/use-words.ts'
import { When } from '../../parts/when.tsx'

export function ChangesPanel({ page }: { page: InvoicePage }) {
  const { t, money } = useWords()
  const accept = useTell('POST /api/invoices/:id/accept')
  const { invoice, may, deal, changedAt } = page
  const tell = (takeIntoDeal: boolean) => accept.mutate({ params: { id: invoice.id }, body: { takeIntoDeal } })
  const author = page.versions[0]?.author ?? ''
  return (
    <Alert
      role="region"
      aria-label={t('changes.title')}
      color="yellow"
      variant="outline"
      icon={<IconPencil aria-hidden />}
      title={author ? t('changes.title-by', { author }) : t('changes.title')}
    >
      <Stack gap="sm">
        <Text fz="sm">
          {changedAt && <When at={changedAt} />} · {t('changes.total', { sum: money(invoice.totalMinor) })}
        </Text>
        <ChangeTable changes={page.changes} heads={['before', 'after']} struck />
        {may.includes('accept-change') && (
          <Group gap="xs">
            <Button size="xs" loading={accept.isPending} onClick={() => tell(false)}>
              {t('changes.accept')}
            </Button>
            {deal && (
              <Button size="xs" variant="default" loading={accept.isPending} onClick={() => tell(true)}>
                {t('changes.take')}
              </Button>
            )}
          </Group>
        )}
      </Stack>
    </Alert>
  )
}
