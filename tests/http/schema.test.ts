/** Schemas are compiled at the first request of their route: none may turn out broken there. */
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { TSchema } from 'typebox'
import { describe, expect, it } from 'vitest'
import { Problem } from '../../bridge/domain/problem.ts'
import { routes } from '../../bridge/http/routes.ts'
import { bodyCheck, queryCheck } from '../../bridge/http/validate.ts'

describe('Every schema of the route table, compiled only when its route is first asked', () => {
  const rows = Object.entries(routes) as [string, { body?: TSchema; query?: TSchema }][]
  const checks = rows.flatMap(([name, { body, query }]) => [
    ...(body ? [{ what: `body of ${name}`, schema: body, check: bodyCheck(body) }] : []),
    ...(query ? [{ what: `query of ${name}`, schema: query, check: queryCheck(query) }] : []),
  ])

  it.each(checks)('$what', async ({ schema, check }) => {
    const ajv = new Ajv2020()

    expect(ajv.validateSchema(schema), ajv.errorsText()).toBe(true)
    await expect(check('a text is never what is wanted')).rejects.toThrow(Problem)
  })
})
