/** Keeps the screens live; when the line is gone it says so: what is shown may be old, what is typed stays. */
import { IconWifiOff } from '@tabler/icons-react'
import { useWords } from '../parts/use-words.ts'
import { useLive } from './live.ts'
import css from './shell.module.css'

export function LiveLine() {
  const { t } = useWords()
  if (useLive()) return null
  return (
    <div className={css.lost} role="alert">
      <IconWifiOff size={16} aria-hidden style={{ verticalAlign: '-3px', marginRight: 8 }} />
      {t('shell.lost')}
    </div>
  )
}
