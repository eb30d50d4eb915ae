/** Says that the live connection is gone: what is shown may be old, what is typed stays. */
import { IconWifiOff } from '@tabler/icons-react'
import { useWords } from '../parts/use-words.ts'
import css from './shell.module.css'

export function LostLine() {
  const { t } = useWords()
  return (
    <div className={css.lost} role="alert">
      <IconWifiOff size={16} aria-hidden style={{ verticalAlign: '-3px', marginRight: 8 }} />
      {t('shell.lost')}
    </div>
  )
}
