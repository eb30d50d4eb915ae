/** Takes contracts from the base; one of an unknown counterparty waits until that has arrived. */
import type { ContractRecord } from '../domain/received.ts'
import { searchKey } from '../domain/search-key.ts'
import { applied, mirror, skipped, type Arrival, type Receiving, type Verdict } from './receiving.ts'

export async function receiveContracts(ctx: Receiving, arrivals: Arrival<ContractRecord>[]): Promise<Verdict[]> {
  const verdicts: Verdict[] = []
  const clear: Arrival<ContractRecord>[] = []
  for (const arrival of arrivals) {
    if (arrival.record.isGroup) verdicts.push(skipped(arrival.key, 'skip.group'))
    else if (!ctx.ourId('counterparty', arrival.record.counterpartyKey))
      verdicts.push(skipped(arrival.key, 'skip.no-counterparty'))
    else clear.push(arrival)
  }
  await mirror(ctx, {
    noun: 'contract',
    table: 'contracts',
    arrivals: clear,
    columns: (record) => ({
      name: record.name,
      search_key: searchKey(record.name),
      counterparty_id: ctx.ourId('counterparty', record.counterpartyKey) ?? null,
      organisation_id: ctx.ourId('organisation', record.organisationKey) ?? null,
      number: record.number,
      date: record.date,
      sort: record.sort,
      marked: record.marked,
    }),
  })
  return [...verdicts, ...clear.map(({ key }) => applied(key))]
}
