/** What is written into an address goes over the wire as it was written: nothing on the way spells it anew. */
import { expect, it } from 'vitest'
import { entityPath, query } from '../../../connectors/odata/literals.ts'

const KEY = '0000000d-2e00-11ef-8a00-000000000001'

it.each([
  `Code eq 'Счёт № 5'`,
  `substringof('it''s "so"', Description)`,
  `Ref_Key eq guid'${KEY}'`,
  '100% + <&=#?>',
  'a\\b|c^d`e{f}~(g)*!',
])('an address with %j is already written as the URL standard writes it', (filter) => {
  const address = `http://base.example/buh${entityPath('Catalog_Контрагенты', KEY)}${query({ $filter: filter })}`

  expect(new URL(address).href).toBe(address)
  expect(new URL(address).searchParams.get('$filter')).toBe(filter)
})
