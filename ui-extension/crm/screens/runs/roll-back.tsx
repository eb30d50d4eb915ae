/** Rolls a run back, after showing what would become of each of its changes. */
import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import type { Foretold, RollbackPreview, RunPage } from '../../../../bridge/http/contract.ts'
import { useAsk, useTell } from '../../ask.ts'
import { useReason } from '../../parts/reason.tsx'
import { Answered } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'

export function RollBack({ run }: { run: RunPage }) {
  const { t } = useWords()
  const [opened, { open, close }] = useDisclosure(false)
  const ended = run.outcome === 'done' || run.outcome === 'failed'
  if (!run.may.includes('roll-back') || !ended || run.kind === 'rebuild') return null
  return (
    <>
      <Button variant="default" onClick={open}>
        {t('rollback.open')}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={t('rollback.title', { number: run.number })}
        size="lg"
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        {opened && <Preview run={run} close={close} />}
      </Modal>
    </>
  )
}

function Preview({ run, close }: { run: RunPage; close: () => void }) {
  const preview = useAsk('GET /api/runs/:id/rollback', { params: { id: run.id } })
  return (
    <Answered query={preview} rows={4}>
      {(answer) => (
        <Stack gap="sm">
          <Buckets preview={answer} />
          <Deeds run={run} preview={answer} close={close} />
        </Stack>
      )}
    </Answered>
  )
}

const FATES = ['reversed', 'kept', 'failed'] as const

function Buckets({ preview }: { preview: RollbackPreview }) {
  const { t, count } = useWords()
  return (
    <>
      <Text>{t('rollback.hint')}</Text>
      {FATES.map((fate) => (
        <section key={fate} aria-label={t(`rollback.${fate}`)}>
          <Text fw={600}>
            {t(`rollback.${fate}`)} <span className="figures">{count(preview[fate])}</span>
          </Text>
          <Text fz="sm" c="dimmed">
            {t(`rollback.${fate}-means`)}
          </Text>
          <Bucket items={preview.items.filter((item) => item.fate === fate)} />
        </section>
      ))}
      {preview.more > 0 && <Text c="dimmed">{t('rollback.more', { count: preview.more })}</Text>}
    </>
  )
}

/** Shown at once; the rest opens. */
const AT_ONCE = 5

function Bucket({ items }: { items: Foretold[] }) {
  const { t } = useWords()
  if (items.length === 0) return null
  return (
    <>
      <Items items={items.slice(0, AT_ONCE)} />
      {items.length > AT_ONCE && (
        <details>
          <summary>{t('rollback.others', { count: items.length - AT_ONCE })}</summary>
          <Items items={items.slice(AT_ONCE)} />
        </details>
      )}
    </>
  )
}

function Items({ items }: { items: Foretold[] }) {
  const { t, exact } = useWords()
  const reason = useReason()
  return (
    <ul className="rows">
      {items.map(({ noun, key, label, reason: code, facts }) => (
        <li key={`${noun} ${key}`}>
          <Text fz="sm" style={{ overflowWrap: 'anywhere' }}>
            {t(`noun.${noun}`)} {label || key}
          </Text>
          {code && (
            <Text fz="xs" c="dimmed">
              {[reason(code, {}), facts['who'], facts['at'] && exact(String(facts['at']))].filter(Boolean).join(' · ')}
            </Text>
          )}
        </li>
      ))}
    </ul>
  )
}

function Deeds({ run, preview, close }: { run: RunPage; preview: RollbackPreview; close: () => void }) {
  const { t } = useWords()
  const navigate = useNavigate()
  const tell = useTell('POST /api/runs/:id/rollback', {
    done: ({ id }) => {
      close()
      void navigate({ to: '/runs/$runId', params: { runId: id } })
    },
  })
  return (
    <Group justify="flex-end" gap="xs">
      <Button variant="default" onClick={close}>
        {t('rollback.leave')}
      </Button>
      <Button
        color="red"
        disabled={preview.reversed === 0}
        loading={tell.isPending}
        onClick={() => tell.mutate({ params: { id: run.id } })}
      >
        {t('rollback.do', { count: preview.reversed })}
      </Button>
    </Group>
  )
}
