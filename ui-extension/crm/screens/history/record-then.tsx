/** One record as it was: our side and the base's side in two columns, what differs marked by a sign and by colour. */
import { Alert, Stack, Text } from '@mantine/core'
import type { AsOfRecord, SideField } from '../../../../bridge/http/contract.ts'
import { Chip } from '../../parts/chip.tsx'
import { Panel } from '../../parts/states.tsx'
import { useReason } from '../../parts/reason.tsx'
import { useWords } from '../../parts/use-words.ts'
import { useSideText } from './side-text.ts'

export function RecordThen({ word, former }: { word: string; former: AsOfRecord<unknown> }) {
  const { t, precise } = useWords()
  const differing = former.fields.filter(({ differs }) => differs).length
  const name = former.fields.find(({ field, row }) => row === 0 && (field === 'name' || field === 'number'))
  const title = [t(`past.of.${word}`), name?.ours || name?.theirs].filter(Boolean).join(' · ')
  const header = former.fields.filter(({ row }) => row === 0)
  const lines = former.fields.filter(({ row }) => row > 0)
  return (
    <Panel title={title} aside={differing > 0 && <Chip tone="warn">{t('past.differ', { count: differing })}</Chip>}>
      <Stack gap="sm">
        {former.state !== 'known' && (
          <Alert color="gray" variant="light">
            {t(`past.${former.state}`, { at: former.knownSince ? precise(former.knownSince) : '' })}
          </Alert>
        )}
        <Told former={former} />
        {header.length > 0 && <Sides label={title} fields={header} base={former.told?.base ?? ''} />}
        {lines.length > 0 && (
          <details open={lines.some(({ differs }) => differs)}>
            <summary>{t('past.lines', { count: new Set(lines.map(({ row }) => row)).size })}</summary>
            <Sides label={t('why.lines')} fields={lines} base={former.told?.base ?? ''} />
          </details>
        )}
      </Stack>
    </Panel>
  )
}

/** When the base told it, in which round, by which rules, and whether we could take it. */
function Told({ former: { told, last } }: { former: AsOfRecord<unknown> }) {
  const { t, exact } = useWords()
  const reason = useReason()(told?.reason ?? '', {})
  return (
    <Text fz="xs" c="dimmed" component="div">
      {last && t('past.last', { what: t(`deed.${last.deed}`, { who: last.who }), at: exact(last.at) })}
      {last && told && <br />}
      {told && t('past.told', { base: told.base, at: exact(told.at), version: told.document.version || '—' })}
      {told?.run && ` · ${t('why.run', { at: exact(told.run.startedAt) })}`}
      {told?.mapping &&
        ` · ${told.mapping.file}, ${t('base.version', { version: told.mapping.version.slice(0, SHOWN_OF_VERSION) })}`}
      {told?.gone && (
        <Text fz="sm" c="var(--z-bad-fg)">
          {t('past.gone')}
        </Text>
      )}
      {told && reason !== '' && (
        <Text fz="sm" c="var(--z-warn-fg)">
          {t('past.not-taken')} {reason}
        </Text>
      )}
    </Text>
  )
}

/** As much of a fingerprint as tells two of them apart. */
const SHOWN_OF_VERSION = 8

function Sides({ label, fields, base }: { label: string; fields: SideField[]; base: string }) {
  const { t } = useWords()
  const shown = useSideText()
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={label}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t('differences.field')}</th>
            <th scope="col">{t('differences.ours')}</th>
            <th scope="col">{base ? t('past.base', { base }) : t('differences.theirs')}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={`${field.row} ${field.field}`} style={field.differs ? { background: 'var(--z-warn-bg)' } : {}}>
              <td>
                {field.row > 0 && `${field.row}. `}
                {t(`why-field.${field.field}`)}
                {field.differs && <strong title={t('past.differs')}> ≠ {t('past.differs')}</strong>}
              </td>
              <td style={WRAPPED}>{shown(field, field.ours)}</td>
              <td style={WRAPPED}>{shown(field, field.theirs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const WRAPPED = { overflowWrap: 'anywhere' } as const
