/** What the base holds of a request of ours: documents with its mark. */
import type { Order, Workshop } from './workshop.ts'

export async function documentsOf(here: Workshop, { invoice }: Pick<Order, 'invoice'>) {
  const { id } = await here.invoice(invoice)
  const intent = (await here.bridge.database.db('intents').where({ noun: 'invoice', subject_id: id }).first()) as {
    uuid: string
  }
  return here.accounting.ours().filter(({ fields }) => String(fields['Комментарий']).startsWith(`zveno:${intent.uuid}`))
}
