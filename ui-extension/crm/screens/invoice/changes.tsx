/** What accounting changed since the manager last looked, before and after side by side, and the two ways to take note of it. */
import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { Fragment } from 'react'
import type { InvoicePage } from '../../../../bridge/http/contract.ts'
import { useTell } from '../../ask.ts'
import { byLine, changeText, type ChangedLine } from '../../lib/changes.ts'
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
        <Table lines={byLine(page.changes)} />
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

function Table({ lines }: { lines: ChangedLine[] }) {
  const { t, language } = useWords()
  return (
    <table className="plain-table">
      <thead>
        <tr>
          {['what', 'before', 'after'].map((head) => (
            <th key={head} scope="col">
              {t(`changes.${head}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map(({ line, fields }) => (
          <Fragment key={line}>
            {fields.map(({ field, before, after }) => (
              <tr key={field}>
                <td>
                  {line > 0 && `${t('changes.line', { line })}: `}
                  {t(`changes.field.${field}`)}
                </td>
                <td className="figures" style={{ whiteSpace: 'normal' }}>
                  <del>{changeText(field, before, language)}</del>
                </td>
                <td className="figures" style={{ whiteSpace: 'normal', fontWeight: 600 }}>
                  {changeText(field, after, language)}
                </td>
              </tr>
            ))}
          </Fragment>
        ))}
      </tbody>
    </table>
  )
}
