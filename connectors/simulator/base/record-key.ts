/** The key under which the base keeps a record of an independent information register. */
import type { InformationRegisterType, RegisterRecord, Scalar } from './model.ts'
import { emptyValues } from './objects.ts'

/** Names of the key parts: `Period` when the register is periodic, then the properties of the dimensions. */
export function keyPartsOf(register: InformationRegisterType): string[] {
  const dimensions = register.dimensions.flatMap((dimension) => Object.keys(emptyValues(dimension)))
  return register.periodic ? ['Period', ...dimensions] : dimensions
}

/** Key parts joined in their order: `2025-06-01T00:00:00|0000000c-…`. `values` may be a record or the key of an address. */
export function recordKeyOf(
  register: InformationRegisterType,
  values: RegisterRecord | Record<string, Scalar>,
): string {
  return keyPartsOf(register)
    .map((name) => String(values[name] ?? ''))
    .join('|')
}
