/** Facts of a client, edited in place: shown at once, taken back on one click or when the server refuses. */
import { useQueryClient } from '@tanstack/react-query'
import { Fragment } from 'react'
import type { Client, ClientCard } from '../../../../bridge/http/contract.ts'
import { askKey, useTell } from '../../ask.ts'
import { Editable } from '../../parts/editable.tsx'
import { Panel } from '../../parts/states.tsx'
import { useOfferUndo } from '../../parts/undo.tsx'
import { useWords } from '../../parts/use-words.ts'

const FACTS = ['name', 'profile', 'industry', 'region', 'phone', 'email', 'website', 'address', 'note'] as const
type Fact = (typeof FACTS)[number]

export function ClientFacts({ client, mayEdit }: { client: Client; mayEdit: boolean }) {
  const { t } = useWords()
  const change = useChange(client)
  return (
    <Panel title={t('client.facts')}>
      <dl className="facts">
        <dt>{t('client.manager')}</dt>
        <dd>{client.managerName}</dd>
        {FACTS.map((fact) => (
          <Fragment key={fact}>
            <dt>{t(`client.${fact}`)}</dt>
            <dd>
              <Editable
                label={t(`client.${fact}`)}
                value={client[fact]}
                long={fact === 'note' || fact === 'address'}
                mayEdit={mayEdit}
                save={(text) => change(fact, text)}
              />
            </dd>
          </Fragment>
        ))}
      </dl>
    </Panel>
  )
}

/** Puts the new text into the cache first; the server's answer brings the version that undo needs. */
function useChange(client: Client): (fact: Fact, text: string) => void {
  const { t } = useWords()
  const cache = useQueryClient()
  const offerUndo = useOfferUndo()
  const key = askKey('GET /api/clients/:id', { params: { id: client.id } })
  const tell = useTell('PATCH /api/clients/:id')
  const show = (changed: Partial<Client>) =>
    cache.setQueryData<ClientCard>(key, (card) => card && { ...card, client: { ...card.client, ...changed } })
  const save = (fact: Fact, text: string, version: number, saved: (now: Client) => void) => {
    show({ [fact]: text })
    tell.mutate(
      { params: { id: client.id }, body: { [fact]: text, version } },
      { onSuccess: (now) => (show(now), saved(now)), onError: () => show({ [fact]: client[fact] }) },
    )
  }
  return (fact, text) =>
    save(fact, text, client.version, (now) =>
      offerUndo(t('client.saved', { fact: t(`client.${fact}`) }), () =>
        save(fact, client[fact], now.version, () => undefined),
      ),
    )
}
