/** The words of the contract against TypeBox, whose types they borrow: the same schemas, sign by sign. */
import { Ajv2020 } from 'ajv/dist/2020.js'
import { Type as TypeBox, type TSchema } from 'typebox'
import { describe, expect, it } from 'vitest'
import { Problem } from '../../bridge/domain/problem.ts'
import { Type } from '../../bridge/http/contract/schema.ts'
import { routes } from '../../bridge/http/routes.ts'
import { bodyCheck, queryCheck } from '../../bridge/http/validate.ts'

const SAID: Record<string, (type: typeof Type) => object> = {
  'plain values': (type) => type.Object({ on: type.Boolean(), none: type.Null(), text: type.String() }),
  'limits of values': (type) =>
    type.Object({
      count: type.Integer({ minimum: 1, maximum: 9 }),
      text: type.String({ minLength: 1, maxLength: 5, pattern: '\\S' }),
      list: type.Array(type.String(), { maxItems: 3 }),
    }),
  'one of several': (type) => type.Union([type.Literal('a'), type.Literal(1), type.Literal(true), type.Null()]),
  'what may be left out': (type) =>
    type.Object(
      { need: type.String(), may: type.Optional(type.Integer({ minimum: 1 })) },
      { additionalProperties: false },
    ),
  'nothing needed': (type) => type.Object({ may: type.Optional(type.String()) }),
  'parts of an object, whose own options stay with it': (type) =>
    type.Partial(type.Object({ a: type.String(), b: type.Optional(type.String()) }, { additionalProperties: false })),
  'parts of an object, with options of their own': (type) =>
    type.Partial(type.Object({ a: type.String() }), { additionalProperties: false }),
  'properties taken over from parts': (type) =>
    type.Object({ ...type.Partial(type.Object({ a: type.String(), b: type.String() })).properties, a: type.String() }),
}

describe('A schema in our words is that of TypeBox', () => {
  it.each(Object.entries(SAID))('%s', (_what, said) => {
    expect(JSON.stringify(said(Type))).toBe(JSON.stringify(said(TypeBox)))
  })
})

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
