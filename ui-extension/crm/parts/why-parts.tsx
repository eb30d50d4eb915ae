/** Documents from which a sum follows, each with what of it counts here. */
import { Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { WhyPart } from '../../../bridge/http/contract.ts'
import { useWords } from './use-words.ts'

export function WhyParts({ title, parts }: { title: string; parts: WhyPart[] }) {
  const { t, day, money } = useWords()
  return (
    <div>
      <Text fz="sm" fw={600}>
        {t(title)}
      </Text>
      <ul style={{ margin: 0, padding: 0, listStyle: 'none' }}>
        {parts.map((part) => {
          const name = t(`why.part.${part.noun}`, { number: part.number || '—', date: day(part.date) })
          return (
            <li
              key={part.id}
              style={{ display: 'flex', justifyContent: 'space-between', gap: 12, fontSize: '0.8125rem' }}
            >
              {part.noun === 'invoice' ? (
                <Link to="/invoices/$invoiceId" params={{ invoiceId: part.id }}>
                  {name}
                </Link>
              ) : (
                <span>{name}</span>
              )}
              <span className="figures">{money(part.sumMinor)}</span>
            </li>
          )
        })}
      </ul>
    </div>
  )
}
