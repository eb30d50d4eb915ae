/** Which keys do what. Keys are known by their position (`event.code`), so they work in every keyboard layout. */

export interface Press {
  code: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  shiftKey: boolean
}

export type Deed = 'palette' | 'search' | 'help' | 'go' | 'issue'

/** Screens that `g` and a letter lead to. */
export const GOES = {
  KeyC: '/clients',
  KeyB: '/board',
  KeyI: '/invoices',
  KeyQ: '/queue',
  KeyT: '/troubles',
  KeyR: '/reconciliation',
  KeyN: '/integration',
  KeyJ: '/runs',
} as const

export type GoPath = (typeof GOES)[keyof typeof GOES]

/** How long `g` waits for its letter. */
export const GO_WAIT_MS = 1500

/** What a key press asks for; typing into a field keeps only the presses with Ctrl. */
export function deedOf(press: Press, typing: boolean): Deed | null {
  if (press.altKey) return null
  if (press.ctrlKey || press.metaKey) return commanded(press)
  if (typing) return null
  if (press.code === 'Slash') return press.shiftKey ? 'help' : 'search'
  return press.code === 'KeyG' && !press.shiftKey ? 'go' : null
}

function commanded(press: Press): Deed | null {
  if (press.code === 'KeyK') return 'palette'
  return press.code === 'KeyI' && !press.shiftKey ? 'issue' : null
}

/** Where the second key of `g …` leads, null = nowhere. */
export function goTarget(code: string): GoPath | null {
  return Object.hasOwn(GOES, code) ? GOES[code as keyof typeof GOES] : null
}

/** Lines of the list behind `?`: the keys as printed on a keyboard and the key of their sentence. */
export const SHORTCUT_LIST: { keys: string[]; word: string }[] = [
  { keys: ['Ctrl', 'K'], word: 'shortcuts.palette' },
  { keys: ['/'], word: 'shortcuts.search' },
  { keys: ['G', 'C'], word: 'shortcuts.clients' },
  { keys: ['G', 'B'], word: 'shortcuts.board' },
  { keys: ['G', 'I'], word: 'shortcuts.invoices' },
  { keys: ['G', 'Q'], word: 'shortcuts.queue' },
  { keys: ['G', 'T'], word: 'shortcuts.troubles' },
  { keys: ['G', 'R'], word: 'shortcuts.reconciliation' },
  { keys: ['G', 'N'], word: 'shortcuts.integration' },
  { keys: ['G', 'J'], word: 'shortcuts.runs' },
  { keys: ['Ctrl', 'I'], word: 'shortcuts.issue' },
  { keys: ['Enter'], word: 'shortcuts.enter' },
  { keys: ['Esc'], word: 'shortcuts.escape' },
  { keys: ['J', 'K'], word: 'shortcuts.triage-move' },
  { keys: ['1', '2', '3'], word: 'shortcuts.triage-answer' },
  { keys: ['?'], word: 'shortcuts.help' },
]
