/** Flags of Node with which the product is started: what is measured is what people start. Anchors run without any. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const PACKAGE = join(import.meta.dirname, '..', 'package.json')
const COMMAND = /^node (.*)dist\/bridge\/main\.js$/

/** @throws Error when the command of `npm run zveno` is no longer put together this way */
export function productFlags(): string[] {
  const { scripts } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as { scripts: { zveno: string } }
  const found = COMMAND.exec(scripts.zveno)
  if (!found) throw new Error(`cannot tell the flags of Node in "${scripts.zveno}"`)
  return (found[1] ?? '').split(' ').filter((flag) => flag !== '')
}
