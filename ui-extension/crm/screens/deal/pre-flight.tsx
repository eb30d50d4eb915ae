/** What accounting would say before anything is written: checks with a button that mends, its reckoning, and the button that issues. */
import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconClock, IconCircleX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { Deal, DealCard, PreFlight, PreFlightCheck } from '../../../../bridge/http/contract.ts'
import { useAsk, useTell } from '../../ask.ts'
import { SourceBadge } from '../../parts/source-badge.tsx'
import { Answered, Panel } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'
import { IssueButton } from './issue-button.tsx'
import { focusLine } from './line-field.ts'
import { PARTY_FIELDS } from './parties.tsx'
import { Reckoning } from './reckoning.tsx'

export function PreFlightPanel({ card, unsaved }: { card: DealCard; unsaved: boolean }) {
  const { t } = useWords()
  const asked = { params: { id: card.deal.id } }
  const query = useAsk('GET /api/deals/:id/pre-flight', asked)
  return (
    <Panel
      title={t('pre-flight.title')}
      aside={query.data && <SourceBadge source={query.data.source} of={{ what: 'deals', id: card.deal.id }} />}
    >
      <Answered query={query} rows={4}>
        {(answer) => (
          <Stack gap="sm">
            <Checks checks={answer.checks} deal={card.deal} />
            <Reckoning card={card} answer={answer} />
            <Advance answer={answer} />
            <IssueButton deal={card.deal} ready={answer.ready && !unsaved && card.may.includes('issue-invoice')} />
            {!answer.ready && (
              <Text fz="xs" c="dimmed">
                {t(onlyWaits(answer.checks) ? 'pre-flight.on-its-way' : 'pre-flight.not-ready')}
              </Text>
            )}
          </Stack>
        )}
      </Answered>
    </Panel>
  )
}

const LOOKS = {
  good: { Icon: IconCircleCheck, colour: 'var(--z-good-fg)' },
  bad: { Icon: IconCircleX, colour: 'var(--z-bad-fg)' },
  warning: { Icon: IconAlertTriangle, colour: 'var(--z-warn-fg)' },
  waiting: { Icon: IconClock, colour: 'var(--z-wait-fg)' },
}

/** An invoice on its way stops the next one, but nothing is wrong and nothing is to be mended. */
function lookOf({ code, status }: PreFlightCheck): PreFlightCheck['status'] {
  return code === 'double' ? 'waiting' : status
}

function onlyWaits(checks: PreFlightCheck[]): boolean {
  return checks.every((check) => lookOf(check) !== 'bad')
}

function Checks({ checks, deal }: { checks: PreFlightCheck[]; deal: Deal }) {
  const { t, first } = useWords()
  return (
    <Stack component="ul" gap={8} p={0} m={0} style={{ listStyle: 'none' }} aria-label={t('pre-flight.checks')}>
      {checks.map((check) => {
        const look = lookOf(check)
        const { Icon, colour } = LOOKS[look]
        const keys = [String(check.facts['fault'] ?? ''), check.status].map((end) => `pre-flight.${check.code}.${end}`)
        return (
          <Group
            component="li"
            key={`${check.code} ${JSON.stringify(check.facts)}`}
            gap={8}
            wrap="nowrap"
            align="flex-start"
          >
            <Icon
              size={18}
              color={colour}
              style={{ flex: 'none', marginTop: 1 }}
              role="img"
              aria-label={t(`pre-flight.status.${look}`)}
            />
            <div>
              <Text fz="sm">{first(keys, check.facts) || check.code}</Text>
              <Fix check={check} deal={deal} />
            </div>
          </Group>
        )
      })}
    </Stack>
  )
}

function Fix({ check, deal }: { check: PreFlightCheck; deal: Deal }) {
  const { t, has } = useWords()
  const drawUp = useTell('POST /api/deals/:id/contract')
  const invoice = check.facts['invoice']
  if (check.fix === 'see-invoice' && typeof invoice === 'string')
    return (
      <Link to="/invoices/$invoiceId" params={{ invoiceId: invoice }}>
        {t('queue.see-invoice')}
      </Link>
    )
  const early = check.fix === 'draw-up-contract' && (deal.counterpartyId === null || deal.organisationId === null)
  if (early || !has(`fix.${check.fix}`)) return null
  const mend = () => {
    if (check.fix === 'draw-up-contract') drawUp.mutate({ params: { id: deal.id }, body: {} })
    else if (check.fix === 'choose-counterparty') open(PARTY_FIELDS.counterparty)
    else if (check.fix === 'choose-organisation') open(PARTY_FIELDS.organisation)
    else focusLine(Math.max(0, Number(check.facts['line'] ?? 1) - 1))
  }
  return (
    <Button size="compact-xs" variant="light" mt={4} loading={drawUp.isPending} onClick={mend}>
      {t(`fix.${check.fix}`)}
    </Button>
  )
}

function open(field: string): void {
  const box = document.getElementById(field)
  box?.focus()
  box?.click()
}

function Advance({ answer }: { answer: PreFlight }) {
  const { t, money } = useWords()
  if (answer.advanceMinor === 0) return null
  return (
    <Alert variant="outline" p="xs">
      {t('pre-flight.advance', { sum: money(answer.advanceMinor) })}
    </Alert>
  )
}
