/** Sign-in: two fields, the language, and what went wrong in words. */
import { Alert, Button, PasswordInput, SegmentedControl, Stack, Text, TextInput, Title } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useTell } from '../../ask.ts'
import { useSetMe } from '../../parts/me.ts'
import { useProblemText } from '../../parts/problem.tsx'
import { useWords } from '../../parts/use-words.ts'
import { asLanguage, speak } from '../../words.ts'
import css from './sign-in.module.css'

export function SignIn() {
  const { t } = useWords()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const setMe = useSetMe()
  const signIn = useTell('POST /api/session', { quiet: true, done: (me) => void setMe(me) })
  const tell = useProblemText()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    signIn.mutate({ body: { login: login.trim(), password } })
  }
  return (
    <main className={css.page}>
      <form onSubmit={submit} className={css.card} aria-label={t('sign-in.title')}>
        <Stack gap="md">
          <Brand />
          <TextInput
            label={t('sign-in.login')}
            value={login}
            onChange={(event) => setLogin(event.currentTarget.value)}
            autoComplete="username"
            size="md"
            required
            autoFocus
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
    </main>
  )
}

function Brand() {
  const { t } = useWords()
  return (
    <div>
      <img src={iconUrl} alt="" width={40} height={40} />
      <Title order={1} fz="1.5rem" mt="sm">
        {t('product')}
      </Title>
      <Text c="dimmed">{t('sign-in.lead')}</Text>
    </div>
  )
}

const iconUrl = new URL('../../icon.svg', import.meta.url).href

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
