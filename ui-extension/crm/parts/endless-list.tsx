/** A list that loads on as one scrolls, with its faces of loading, failure and emptiness. */
import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import type { ApiProblem } from '../api.ts'
import { Failed } from './problem.tsx'
import { Empty, Loading } from './states.tsx'
import { VirtualTable, type Column } from './virtual-table.tsx'

/** Rows drawn in grey while the first page loads. */
const WAITING_ROWS = 9

interface Props<Row> {
  list: UseInfiniteQueryResult<{ pages: { items: Row[] }[] }, ApiProblem>
  label: string
  columns: Column<Row>[]
  linkOf: (row: Row) => string
  /** What an empty list teaches. */
  empty: { title: string; hint: string }
}

export function EndlessList<Row extends { id: string }>({ list, label, columns, linkOf, empty }: Props<Row>) {
  if (list.isError) return <Failed problem={list.error} again={() => void list.refetch()} />
  if (list.data === undefined) return <Loading rows={WAITING_ROWS} />
  const rows = list.data.pages.flatMap((page) => page.items)
  if (rows.length === 0) return <Empty {...empty} />
  return (
    <VirtualTable
      label={label}
      columns={columns}
      rows={rows}
      keyOf={(row) => row.id}
      linkOf={linkOf}
      more={() => {
        if (list.hasNextPage && !list.isFetching) void list.fetchNextPage()
      }}
    />
  )
}
