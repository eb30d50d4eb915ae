/** The health of each base, one line each, on every screen; those who may see the integration come to it by a click. */
import { Link } from '@tanstack/react-router'
import type { BaseLine } from '../../../bridge/http/contract.ts'
import { HealthLine } from '../parts/health-line.tsx'
import { useMay } from '../parts/me.ts'
import { useWords } from '../parts/use-words.ts'
import css from './shell.module.css'

export function HealthBar({ bases }: { bases: BaseLine[] }) {
  const { t } = useWords()
  const may = useMay()
  return (
    <div className={css.health} role="group" aria-label={t('shell.health')}>
      {bases.map((base) =>
        may('see-integration') ? (
          <Link key={base.id} to="/integration/$baseId" params={{ baseId: base.id }} className="plain-link">
            <HealthLine base={base} />
          </Link>
        ) : (
          <HealthLine key={base.id} base={base} />
        ),
      )}
    </div>
  )
}
