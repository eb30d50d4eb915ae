/** Asks accounting for an invoice. One attempt has one key: pressed twice, or again after silence, it is the same request. */
import { Alert, Button, Stack } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconFileInvoice } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Deal } from '../../../../bridge/http/contract.ts'
import type { ApiProblem } from '../../api.ts'
import { useTell } from '../../ask.ts'
import { randomKey } from '../../lib/random-key.ts'
import { useProblemText } from '../../parts/problem.tsx'
import { useWords } from '../../parts/use-words.ts'

export function IssueButton({ deal, ready }: { deal: Deal; ready: boolean }) {
  const { t } = useWords()
  const [attemptKey, setAttemptKey] = useState(randomKey)
  const issue = useTell('POST /api/deals/:id/invoices', {
    quiet: true,
    done: () => {
      setAttemptKey(randomKey())
      notifications.show({
        id: 'issue',
        message: t('issue.queued'),
        role: 'status',
        closeButtonProps: { 'aria-label': t('close') },
      })
    },
  })
  const press = () =>
    issue.mutate(
      { params: { id: deal.id }, body: { version: deal.version }, attemptKey },
      // A refusal ends the attempt; silence does not, its outcome is unknown.
      { onError: (problem) => problem.status >= 400 && problem.status < 500 && setAttemptKey(randomKey()) },
    )
  return (
    <Stack gap="xs">
      <Button
        data-issue
        fullWidth
        leftSection={<IconFileInvoice size={17} aria-hidden />}
        disabled={!ready}
        loading={issue.isPending}
        onClick={press}
        aria-keyshortcuts="Control+I"
      >
        {t('issue.button')}
      </Button>
      {issue.error && <Refusal problem={issue.error} />}
    </Stack>
  )
}

function Refusal({ problem }: { problem: ApiProblem }) {
  const { t } = useWords()
  const tell = useProblemText()
  const invoice = problem.facts['invoice']
  return (
    <Alert color="red" variant="outline" p="xs" role="alert">
      {tell(problem)}{' '}
      {typeof invoice === 'string' && (
        <Link to="/invoices/$invoiceId" params={{ invoiceId: invoice }}>
          {t('queue.see-invoice')}
        </Link>
      )}
    </Alert>
  )
}
