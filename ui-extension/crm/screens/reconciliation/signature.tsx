/** The accountant signs a finished certificate; a signed one says by whom. */
import { Button } from '@mantine/core'
import { IconSignature } from '@tabler/icons-react'
import type { Certificate } from '../../../../bridge/http/contract.ts'
import { useTell } from '../../ask.ts'
import { Chip } from '../../parts/chip.tsx'
import { useWords } from '../../parts/use-words.ts'

export function Signature({ certificate }: { certificate: Certificate }) {
  const { t } = useWords()
  const { id, state, signedBy, may } = certificate
  const sign = useTell('POST /api/certificates/:id/sign')
  if (signedBy !== '')
    return (
      <Chip tone="accent" icon={<IconSignature size={14} aria-hidden />}>
        {t('certificate.signed', { who: signedBy })}
      </Chip>
    )
  if (state !== 'done' || !may.includes('sign-certificate')) return null
  return (
    <Button loading={sign.isPending} onClick={() => sign.mutate({ params: { id } })}>
      {t('certificate.sign')}
    </Button>
  )
}
