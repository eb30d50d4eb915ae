/** What is on its way to accounting: why it waits, when it is tried again, and what can be done about it. */
import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { QueueItem } from '../../../../bridge/http/contract.ts'
import { useAsk, useTell } from '../../ask.ts'
import { HealthLine } from '../../parts/health-line.tsx'
import { useMay } from '../../parts/me.ts'
import { Page } from '../../parts/page.tsx'
import { QueueState, WhyWaits } from '../../parts/queue-item.tsx'
import { Answered, Empty } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'
import { When } from '../../parts/when.tsx'

const route = getRouteApi('/queue')

export function QueueScreen() {
  const { t } = useWords()
  const { whose = 'mine' } = route.useSearch()
  const navigate = route.useNavigate()
  const queue = useAsk('GET /api/queue', { query: { whose } }, { keep: true })
  return (
    <Page
      title={t('nav.queue')}
      deeds={
        <SegmentedControl
          aria-label={t('queue.whose')}
          value={whose}
          onChange={(next) => void navigate({ search: { whose: next === 'all' ? 'all' : 'mine' }, replace: true })}
          data={[
            { value: 'mine', label: t('queue.mine') },
            { value: 'all', label: t('queue.all') },
          ]}
        />
      }
    >
      <Answered query={queue}>
        {({ items, bases }) => (
          <Stack gap="md">
            <Group gap="lg">
              {bases.map((base) => (
                <HealthLine key={base.id} base={base} />
              ))}
            </Group>
            {items.length === 0 ? (
              <Empty title={t('queue.none')} hint={t('queue.none-hint')} />
            ) : (
              <section className="panel" aria-label={t('nav.queue')}>
                <ul className="rows">
                  {items.map((item) => (
                    <li key={item.id}>
                      <Item item={item} />
                    </li>
                  ))}
                </ul>
              </section>
            )}
          </Stack>
        )}
      </Answered>
    </Page>
  )
}

function Item({ item }: { item: QueueItem }) {
  const { t, money } = useWords()
  return (
    <Group justify="space-between" align="flex-start">
      <Stack gap={4} style={{ flex: 1, minWidth: 220 }}>
        <Group gap="xs">
          <QueueState item={item} />
          <Text fw={500}>
            {t(`noun.${item.noun}`)}
            {item.act === 'change' && `, ${t('queue.change')}`}
            {item.title && ` · ${item.title}`}
          </Text>
          {item.totalMinor > 0 && <span className="figures">{money(item.totalMinor)}</span>}
        </Group>
        <WhyWaits item={item} />
        <NeededBy item={item} />
        <Text fz="xs" c="dimmed">
          {item.author} · <When at={item.createdAt} /> · {item.baseName}
        </Text>
      </Stack>
      <Group gap="xs">
        {item.invoiceId && (
          <Link to="/invoices/$invoiceId" params={{ invoiceId: item.invoiceId }}>
            {t('queue.see-invoice')}
          </Link>
        )}
        <Deeds item={item} />
      </Group>
    </Group>
  )
}

function Deeds({ item }: { item: QueueItem }) {
  const { t } = useWords()
  const may = useMay()
  const retry = useTell('POST /api/invoices/:id/retry')
  const cancel = useTell('POST /api/invoices/:id/cancel')
  if (item.invoiceId === null) return <Withdraw item={item} />
  const asked = { params: { id: item.invoiceId } }
  return (
    <>
      {item.state === 'refused' && may('retry-invoice') && (
        <Button size="xs" onClick={() => retry.mutate(asked)} loading={retry.isPending}>
          {t('invoice.retry')}
        </Button>
      )}
      {item.mayCancel && (
        <Button size="xs" variant="default" onClick={() => cancel.mutate(asked)} loading={cancel.isPending}>
          {t('invoice.cancel')}
        </Button>
      )}
    </>
  )
}

/** Why there is no button. */
function NeededBy({ item: { neededBy, state } }: { item: QueueItem }) {
  const { t } = useWords()
  if (neededBy === null || state !== 'queued') return null
  const { noun, name } = neededBy
  return (
    <Text fz="sm" c="dimmed">
      {t(`queue.needed-by.${name === '' ? 'colleague' : noun}`, { name })}
    </Text>
  )
}

/** Of a counterparty or a contract; says what has become of the record. */
function Withdraw({ item: { id, noun, act, title, mayCancel } }: { item: QueueItem }) {
  const { t } = useWords()
  const done = () =>
    notifications.show({ message: t(`queue.withdrawn.${act === 'change' ? act : noun}`, { name: title }) })
  const withdraw = useTell('POST /api/queue/:id/withdraw', { done })
  if (!mayCancel) return null
  return (
    <Button
      size="xs"
      variant="default"
      onClick={() => withdraw.mutate({ params: { id } })}
      loading={withdraw.isPending}
    >
      {t('invoice.cancel')}
    </Button>
  )
}
