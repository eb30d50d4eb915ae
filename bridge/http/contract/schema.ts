/**
 * Words in which requests and settings are described: each makes a plain JSON Schema, whose static type is that of TypeBox. The
 * package itself stays out of a running service: its 373 modules were a third of a start, for the ten words used here.
 */
import type { Type as TypeBox, TObject, TProperties, TSchema } from 'typebox'

type Word =
  'Array' | 'Boolean' | 'Integer' | 'Literal' | 'Null' | 'Object' | 'Optional' | 'Partial' | 'String' | 'Union'

/** Marks a property that need not be there; neither JSON nor a copy shows it. */
const OPTIONAL = '~optional'

const words: Record<Word, (...given: never[]) => object> = {
  Array: (items: TSchema, options?: object) => ({ type: 'array', items, ...options }),
  Boolean: (options?: object) => ({ type: 'boolean', ...options }),
  Integer: (options?: object) => ({ type: 'integer', ...options }),
  Literal: (value: string | number | boolean) => ({ type: typeof value, const: value }),
  Null: () => ({ type: 'null' }),
  Object: object,
  Optional: optional,
  Partial: ({ properties }: TObject, options?: object) =>
    object(Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, optional(schema)])), options),
  String: (options?: object) => ({ type: 'string', ...options }),
  Union: (anyOf: TSchema[]) => ({ anyOf }),
}

export const Type = words as unknown as Pick<typeof TypeBox, Word>

function object(properties: TProperties, options?: object): object {
  const required = Object.keys(properties).filter((name) => !(OPTIONAL in (properties[name] as object)))
  return { type: 'object', ...(required.length > 0 && { required }), properties, ...options }
}

function optional(schema: TSchema): TSchema {
  return Object.defineProperty({ ...schema }, OPTIONAL, { value: true })
}
