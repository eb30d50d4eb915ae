/** All acts of destruction, newest first; they name nobody. */
import { Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useAsk } from '../../ask.ts'
import { Page } from '../../parts/page.tsx'
import { Answered, Empty } from '../../parts/states.tsx'
import { useWords } from '../../parts/use-words.ts'

export function ActsScreen() {
  const { t, exact } = useWords()
  const acts = useAsk('GET /api/acts', {})
  return (
    <Answered query={acts} top>
      {({ items }) => (
        <Page title={t('acts.title')}>
          <section className="panel" aria-label={t('acts.title')}>
            {items.length === 0 && <Empty title={t('acts.none')} hint={t('acts.none-hint')} />}
            <ul className="rows">
              {items.map((act) => (
                <li key={act.id}>
                  <Link to="/acts/$actId" params={{ actId: act.id }} className="plain-link">
                    <Text fw={500} span>
                      {t('act.title', { number: act.number })}
                    </Text>
                  </Link>
                  <Text fz="sm" c="dimmed">
                    {[exact(act.at), act.who, t(`erase.reason.${act.reason}`)].join(' · ')}
                  </Text>
                </li>
              ))}
            </ul>
          </section>
        </Page>
      )}
    </Answered>
  )
}
