/** What a parsed filter consists of. */

export type LiteralType = 'text' | 'number' | 'date' | 'guid' | 'yes-no'

export type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le'
export type Arithmetic = 'add' | 'sub' | 'mul' | 'div'

export type Tree =
  | { is: 'literal'; type: LiteralType; value: string | number | boolean }
  | { is: 'path'; steps: string[] }
  | { is: 'compare'; operator: Comparison; left: Tree; right: Tree }
  | { is: 'compute'; operator: Arithmetic; left: Tree; right: Tree }
  | { is: 'logic'; operator: 'and' | 'or'; left: Tree; right: Tree }
  | { is: 'not'; of: Tree }
  | { is: 'minus'; of: Tree }
  | { is: 'call'; name: string; args: Tree[] }
  /** `cast(Поле,'Document_X')/Реквизит` */
  | { is: 'behind'; cast: Tree; steps: string[] }
  /** `Товары/any(d: d/Цена gt 10000)`; without a body it asks whether there are rows. */
  | { is: 'lambda'; kind: 'any' | 'all'; path: string[]; variable: string; body: Tree | null }
