/** Templates of `like`: `%` any text, `_` any sign, `[…]` one of, `[^…]` none of (documented). */

/** @throws {SyntaxError} when a bracket is not closed */
export function likeTemplate(template: string, ignoreCase: boolean): RegExp {
  const pattern = template.replace(
    /\[(\^?)([^\]]*)\]|%|_|[\s\S]/gu,
    (sign, negated: string | undefined, inside?: string) => {
      if (sign === '%') return '[^]*'
      if (sign === '_') return '[^]'
      if (inside !== undefined) return `[${negated ?? ''}${inside.replace(/[\\\]^]/g, '\\$&')}]`
      if (sign === '[') throw new SyntaxError('a bracket is not closed')
      return sign.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
    },
  )
  return new RegExp(`^${pattern}$`, ignoreCase ? 'iu' : 'u')
}
