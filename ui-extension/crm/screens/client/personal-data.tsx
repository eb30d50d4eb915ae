/** Personal data of the people behind a client: consents, taking everything out as a file, erasing. */
import { ActionIcon, Group, Menu, Stack, Text } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { ClientPersons } from '../../../../bridge/http/contract.ts'
import { useAsk, useTell } from '../../ask.ts'
import { Chip } from '../../parts/chip.tsx'
import { saveFile } from '../../lib/save-file.ts'
import { Answered, Panel } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'
import { ConsentForm } from './consent-form.tsx'
import { ErasePerson } from './erase-person.tsx'

type Person = ClientPersons['items'][number]

export function PersonalData({ clientId }: { clientId: string }) {
  const { t } = useWords()
  const persons = useAsk('GET /api/clients/:id/persons', { params: { id: clientId } })
  const acts = persons.data?.may.includes('see-acts') && (
    <Link to="/acts" style={{ textDecoration: 'underline' }}>
      {t('personal.acts')}
    </Link>
  )
  return (
    <Panel title={t('personal.title')} aside={acts}>
      <Answered query={persons} rows={2}>
        {({ items, may }) => (
          <ul className="rows">
            {items.map((person) => (
              <li key={person.id}>
                <OnePerson person={person} may={may} />
              </li>
            ))}
          </ul>
        )}
      </Answered>
    </Panel>
  )
}

function OnePerson({ person, may }: { person: Person; may: string[] }) {
  const { t } = useWords()
  return (
    <Stack gap={4}>
      <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
        <div style={{ minWidth: 0 }}>
          <Text fw={500} style={{ overflowWrap: 'anywhere' }}>
            {person.name}
          </Text>
          <Text fz="sm" c="dimmed">
            {t(`personal.noun.${person.noun}`)}
          </Text>
        </div>
        {person.act === null && <Deeds person={person} may={may} />}
      </Group>
      <div>
        <Standing person={person} />
      </div>
      <Consents person={person} />
    </Stack>
  )
}

/** Erased, or how it stands with the latest consent. */
function Standing({ person: { act, consents } }: { person: Person }) {
  const { t, day } = useWords()
  const [latest] = consents
  if (act)
    return (
      <Link to="/acts/$actId" params={{ actId: act.id }} style={{ textDecoration: 'underline' }}>
        {t('personal.erased', { number: act.number })}
      </Link>
    )
  if (!latest) return <Chip tone="calm">{t('personal.no-consent')}</Chip>
  const [tone, key] = latest.given ? (['good', 'personal.given'] as const) : (['bad', 'personal.withdrawn'] as const)
  return <Chip tone={tone}>{t(key, { date: day(latest.onDate) })}</Chip>
}

function Consents({ person: { consents } }: { person: Person }) {
  const { t, day, exact } = useWords()
  if (consents.length === 0) return null
  return (
    <details>
      <summary>{t('personal.log', { count: consents.length })}</summary>
      <ul className="rows">
        {consents.map(({ id, given, onDate, source, at, who }) => (
          <li key={id}>
            <Text fz="sm" style={{ overflowWrap: 'anywhere' }}>
              {t(given ? 'personal.given' : 'personal.withdrawn', { date: day(onDate) })} · {source}
            </Text>
            <Text fz="xs" c="dimmed">
              {t('personal.noted', { who, at: exact(at) })}
            </Text>
          </li>
        ))}
      </ul>
    </details>
  )
}

const VERBS = ['note-consent', 'export-person', 'erase-person']

function Deeds({ person, may }: { person: Person; may: string[] }) {
  const { t } = useWords()
  const [opened, setOpened] = useState<'consent' | 'erase' | null>(null)
  const close = () => setOpened(null)
  const take = useTell('POST /api/persons/:id/export', {
    done: (file) => saveFile(`zveno-person-${person.id}.json`, JSON.stringify(file, null, 2)),
  })
  const [notes, takes, erases] = VERBS.map((verb) => may.includes(verb))
  if (!notes && !takes && !erases) return null
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            loading={take.isPending}
            aria-label={t('personal.deeds', { name: person.name })}
          >
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {notes && <Menu.Item onClick={() => setOpened('consent')}>{t('personal.note-consent')}</Menu.Item>}
          {takes && (
            <Menu.Item onClick={() => take.mutate({ params: { id: person.id } })}>{t('personal.export')}</Menu.Item>
          )}
          {erases && (
            <Menu.Item color="red" onClick={() => setOpened('erase')}>
              {t('personal.erase')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {opened === 'consent' && <ConsentForm person={person} close={close} />}
      {opened === 'erase' && <ErasePerson person={person} close={close} />}
    </>
  )
}
