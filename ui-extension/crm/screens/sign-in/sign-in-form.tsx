/** Two fields, the language, and what went wrong in words: on a page of its own or over a screen. */
import { Alert, Button, PasswordInput, SegmentedControl, Stack, TextInput } from '@mantine/core'
import { useState, type FormEvent, type ReactNode } from 'react'
import type { Me } from '../../../../bridge/http/contract.ts'
import { useTell } from '../../ask.ts'
import { useProblemText } from '../../parts/problem.tsx'
import { useWords } from '../../parts/use-words.ts'
import { asLanguage, speak } from '../../words.ts'

interface Props {
  label: string
  done: (me: Me) => void
  className?: string | undefined
  /** Stands above the fields. */
  children: ReactNode
}

export function SignInForm({ label, done, className, children }: Props) {
  const { t } = useWords()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const signIn = useTell('POST /api/session', { quiet: true, done })
  const tell = useProblemText()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    signIn.mutate({ body: { login: login.trim(), password } })
  }
  return (
    <form onSubmit={submit} className={className} aria-label={label}>
      <Stack gap="md">
        {children}
        <TextInput
          label={t('sign-in.login')}
          value={login}
          onChange={(event) => setLogin(event.currentTarget.value)}
          autoComplete="username"
          size="md"
          required
          autoFocus
          data-autofocus
        />
        <PasswordInput
          label={t('sign-in.password')}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="current-password"
          size="md"
          required
        />
        {signIn.error && (
          <Alert color="red" variant="outline" role="alert">
            {tell(signIn.error)}
          </Alert>
        )}
        <Button type="submit" size="md" loading={signIn.isPending}>
          {t('sign-in.enter')}
        </Button>
        <LanguageSwitch />
      </Stack>
    </form>
  )
}

function LanguageSwitch() {
  const { t, language } = useWords()
  return (
    <SegmentedControl
      aria-label={t('user.language')}
      size="xs"
      value={language}
      onChange={(chosen) => void speak(asLanguage(chosen)).catch(() => undefined)} // only the server's words may be missing here
      data={[
        { value: 'ru', label: 'Русский' },
        { value: 'en', label: 'English' },
      ]}
    />
  )
}
