/** One act of destruction with the extract of the audit trail: to read, to print and sign, or to keep as a file. */
import { Button, Text } from '@mantine/core'
import { IconDownload, IconPrinter } from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Act } from '../../../../bridge/http/contract.ts'
import { useAsk } from '../../ask.ts'
import { saveFile } from '../../lib/save-file.ts'
import { Page } from '../../parts/page.tsx'
import { Answered, Panel } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'
import { KeptList } from '../client/erase-person.tsx'

const route = getRouteApi('/acts/$actId')

export function ActScreen() {
  const { actId } = route.useParams()
  const act = useAsk('GET /api/acts/:id', { params: { id: actId } })
  return (
    <Answered query={act} top>
      {(answer) => <Shown act={answer} />}
    </Answered>
  )
}

function Shown({ act }: { act: Act }) {
  const { t } = useWords()
  return (
    <Page
      title={t('act.title', { number: act.number })}
      before={<Link to="/acts">{t('acts.title')}</Link>}
      deeds={<Deeds act={act} />}
    >
      <Facts act={act} />
      <Panel title={t('act.kept')}>
        {act.kept.length === 0 && <Text fz="sm">{t('erase.stays-none')}</Text>}
        <KeptList kept={act.kept as Parameters<typeof KeptList>[0]['kept']} />
      </Panel>
      <Panel title={t('act.records')}>
        <ul className="rows">
          {act.records.map(({ noun, id, base, key }) => (
            <li key={`${id} ${key}`}>
              <Text fz="sm" style={{ overflowWrap: 'anywhere' }}>
                {t(`personal.noun.${noun}`)} · <span className="figures">{id}</span>
                {key !== '' && ` · ${base}: ${key}`}
              </Text>
            </li>
          ))}
        </ul>
      </Panel>
      <Extract act={act} />
      <Text className="on-paper" mt="xl">
        {t('act.signature')} ______________________ / {act.who} /
      </Text>
    </Page>
  )
}

function Deeds({ act }: { act: Act }) {
  const { t } = useWords()
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconDownload size={16} aria-hidden />}
        onClick={() => saveFile(`zveno-act-${act.number}.json`, JSON.stringify(act, null, 2))}
      >
        {t('act.download')}
      </Button>
      <Button leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => globalThis.print()}>
        {t('act.print')}
      </Button>
    </>
  )
}

function Facts({ act }: { act: Act }) {
  const { t, exact, day, count } = useWords()
  const erased = act.erased
    .filter((one) => one.count > 0)
    .map((one) => `${t(`erased.${one.what}`)}: ${count(one.count)}`)
  return (
    <Panel title={t('act.facts')}>
      <dl className="facts">
        <Fact word="act.operator">{act.operators.join('; ') || '—'}</Fact>
        <Fact word="act.at">{exact(act.at)}</Fact>
        <Fact word="act.who">{act.who}</Fact>
        <Fact word="act.reason">{t(`erase.reason.${act.reason}`)}</Fact>
        {act.askedOn !== '' && <Fact word="act.asked-on">{day(act.askedOn)}</Fact>}
        <Fact word="act.categories">{t(`act.categories.${act.noun}`)}</Fact>
        <Fact word="act.erased">{erased.join(' · ')}</Fact>
        <Fact word="act.way">{t('act.way-is')}</Fact>
        <Fact word="act.system">{t('act.system-is', { id: act.installation })}</Fact>
        {act.againOf !== '' && <Fact word="act.again-of">{act.againOf}</Fact>}
      </dl>
    </Panel>
  )
}

function Fact({ word, children }: { word: string; children: ReactNode }) {
  const { t } = useWords()
  return (
    <>
      <dt>{t(word)}</dt>
      <dd style={{ overflowWrap: 'anywhere' }}>{children}</dd>
    </>
  )
}

function Extract({ act }: { act: Act }) {
  const { t, exact, first } = useWords()
  return (
    <Panel title={t('act.log')}>
      <ul className="rows">
        {act.log.map((line) => (
          <li key={line.hash}>
            <Text fz="sm" style={{ overflowWrap: 'anywhere' }}>
              {[exact(line.at), line.who, first([`audit.${line.action}`]) || line.action, line.subject].join(' · ')}
            </Text>
            <Text fz="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {line.hash}
            </Text>
          </li>
        ))}
      </ul>
      <Text fz="sm" c="dimmed">
        {t('act.log-hint')}
      </Text>
    </Panel>
  )
}
