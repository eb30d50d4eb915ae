/** The person at the foot of the navigation: theme, language, shortcuts, password, sign out. */
import { Avatar, Group, Menu, Text, UnstyledButton, useMantineColorScheme } from '@mantine/core'
import { IconKey, IconKeyboard, IconLanguage, IconLogout, IconMoon, IconSun } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { User } from '../../../bridge/http/contract.ts'
import { useTell } from '../ask.ts'
import { useSetMe } from '../parts/me.ts'
import { useWords } from '../parts/use-words.ts'
import { ChangePassword } from './change-password.tsx'
import { openShortcutList } from './shortcuts.tsx'

export function UserMenu({ user }: { user: User }) {
  const [changing, setChanging] = useState(false)
  return (
    <>
      <Choices user={user} changePassword={() => setChanging(true)} />
      {changing && <ChangePassword user={user} close={() => setChanging(false)} />}
    </>
  )
}

function Choices({ user, changePassword }: { user: User; changePassword: () => void }) {
  const { t, language } = useWords()
  const scheme = useMantineColorScheme()
  const client = useQueryClient()
  const setMe = useSetMe()
  const signOut = useTell('DELETE /api/session', { done: () => void client.resetQueries() })
  const changeMe = useTell('PATCH /api/me', { done: (me) => void setMe(me) })
  const dark = document.documentElement.dataset['mantineColorScheme'] === 'dark'
  return (
    <Menu position="top-start" width={230} withinPortal>
      <Menu.Target>
        <UnstyledButton p={8}>
          <Group gap="sm" wrap="nowrap">
            <Avatar aria-hidden size={30} radius="xl" color="petrol" variant="filled" name={user.name} />
            <div style={{ minWidth: 0 }}>
              <Text fz="sm" fw={500} truncate>
                {user.name}
              </Text>
              <Text fz="xs" c="dimmed">
                {t(`role.${user.role}`)}
              </Text>
            </div>
          </Group>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={dark ? <IconSun size={16} /> : <IconMoon size={16} />}
          onClick={() => scheme.setColorScheme(dark ? 'light' : 'dark')}
        >
          {t(dark ? 'user.light' : 'user.dark')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLanguage size={16} />}
          onClick={() => changeMe.mutate({ body: { language: language === 'ru' ? 'en' : 'ru' } })}
        >
          {language === 'ru' ? 'English' : 'Русский'}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={openShortcutList}>
          {t('shortcuts.title')}
        </Menu.Item>
        <Menu.Item leftSection={<IconKey size={16} />} onClick={changePassword}>
          {t('user.password')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => signOut.mutate({})}>
          {t('user.sign-out')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
