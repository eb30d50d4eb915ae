/** The left side: the places this person may open, and the person. */
import { Stack } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Me } from '../../../bridge/http/contract.ts'
import { useWords } from '../parts/use-words.ts'
import { PLACES } from './places.ts'
import css from './shell.module.css'
import { UserMenu } from './user-menu.tsx'

export function Navigation({ me, queued, troubles }: { me: Me; queued: number; troubles: number }) {
  const { t } = useWords()
  return (
    <Stack h="100%" gap={0} p={8}>
      <Link to="/" className={css.brand}>
        <img src={iconUrl} alt="" width={26} height={26} />
        {t('product')}
      </Link>
      <nav aria-label={t('shell.places')} style={{ flex: 1 }}>
        <Stack gap={2} mt={6}>
          {PLACES.filter((place) => me.may.includes(place.verb)).map(({ to, word, Icon }) => (
            <Link key={to} to={to} className={css.place} activeOptions={{ includeSearch: false }}>
              <Icon size={18} stroke={1.7} aria-hidden />
              {t(word)}
              {to === '/queue' && <Number value={queued} />}
              {to === '/troubles' && <Number value={troubles} alarm />}
            </Link>
          ))}
        </Stack>
      </nav>
      <UserMenu user={me.user} />
    </Stack>
  )
}

const iconUrl = new URL('../icon.svg', import.meta.url).href

function Number({ value, alarm = false }: { value: number; alarm?: boolean }) {
  if (value === 0) return null
  return (
    <span className={css.number} data-alarm={alarm}>
      {value}
    </span>
  )
}
