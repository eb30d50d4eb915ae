/** Compares a base with the CRM now; with several bases each has its own button. */
import { Button } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { CertificateList } from '../../../../bridge/http/contract.ts'
import { useTell } from '../../ask.ts'
import { useWords } from '../../parts/use-words.ts'

export function CompareButtons({ bases, may }: Pick<CertificateList, 'bases' | 'may'>) {
  const { t } = useWords()
  const navigate = useNavigate()
  const tell = useTell('POST /api/bases/:id/certificates')
  if (!may.includes('reconcile')) return null
  const open = (certificateId: string) =>
    void navigate({ to: '/reconciliation/$certificateId', params: { certificateId } })
  return bases.map(({ id, name }) => (
    <Button
      key={id}
      loading={tell.isPending && tell.variables.params.id === id}
      onClick={() => tell.mutate({ params: { id } }, { onSuccess: (certificate) => open(certificate.id) })}
    >
      {bases.length === 1 ? t('reconciliation.compare') : t('reconciliation.compare-base', { base: name })}
    </Button>
  ))
}
