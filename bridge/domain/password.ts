/**
 * What a new password must be: long, and nothing that is tried first. No rule says which signs it must have: that makes passwords
 * worse (NIST SP 800-63B, OWASP ASVS 5.0 6.2).
 */
import type { User } from './people.ts'
import { Problem } from './problem.ts'

export const LEAST_SIGNS = 10
/** Long enough for a sentence, short enough for the form in which one signs in. */
export const MOST_SIGNS = 100
/** So many digits and signs behind a word that everybody knows do not make another word of it. */
const MOST_ADDED = 4
/** A shorter piece, said again and again, is no password. */
const LEAST_PIECE = 4
const FIELD = 'password'

/** One spelling for what is typed alike on different devices: a Mac may send й as two signs. */
export function spellPassword(typed: string): string {
  return typed.normalize('NFKC')
}

/**
 * @param isCommon is this one of the passwords that everybody knows?
 * @throws Problem `password.broken` `password.too-short` `password.too-long` `password.own-name` `password.common`
 */
export function checkNewPassword(
  typed: string,
  whose: Pick<User, 'login' | 'name'>,
  isCommon: (word: string) => boolean,
): void {
  const password = spellPassword(typed)
  const signs = Array.from(password).length
  if (/\p{Cc}/u.test(password)) throw new Problem('password.broken', {}, FIELD)
  if (signs < LEAST_SIGNS) throw new Problem('password.too-short', { least: LEAST_SIGNS }, FIELD)
  if (signs > MOST_SIGNS) throw new Problem('password.too-long', { most: MOST_SIGNS }, FIELD)
  const words = withoutTail(password.toLowerCase())
  if (words.some((word) => isNameOf(word, whose))) throw new Problem('password.own-name', {}, FIELD)
  const pieces = [...words, ...words.map(piece)]
  if (pieces.some((one) => one.length < LEAST_PIECE || isCommon(one) || isCommon(onLatinKeys(one))))
    throw new Problem('password.common', {}, FIELD)
}

/** `password2024` -> itself, `password202`, `password20`, `password2`, `password`. */
function withoutTail(password: string): string[] {
  const signs = Array.from(password)
  const words = [password]
  for (let cut = 1; cut <= MOST_ADDED && /^\P{L}$/u.test(signs.at(-cut) ?? ''); cut++)
    words.push(signs.slice(0, -cut).join(''))
  return words
}

/** `qwertyqwerty` -> `qwerty`; a word that repeats nothing is its own piece. */
function piece(word: string): string {
  return /^(.+?)\1+$/su.exec(word)?.[1] ?? word
}

function isNameOf(word: string, { login, name }: Pick<User, 'login' | 'name'>): boolean {
  const parts = name.split(/\s+/)
  const names = [login, name, parts.toReversed().join(' ')].map(lettersOf)
  return names.includes(lettersOf(word))
}

function lettersOf(text: string): string {
  return spellPassword(text)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

const CYRILLIC_KEYS = 'ёйцукенгшщзхъфывапролджэячсмитьбю'
const LATIN_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."

/** The same keys on the other layout: йцукен -> qwerty, and александра -> fktrcfylhf, which the list knows. */
function onLatinKeys(word: string): string {
  return Array.from(word, (sign) => LATIN_KEYS[CYRILLIC_KEYS.indexOf(sign)] ?? sign).join('')
}
