/** A long list as a table: only the rows in sight exist, more are asked for near the end; on a phone each row folds in two lines. */
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, type CSSProperties, type ReactNode } from 'react'
import { useSight } from './use-sight.ts'
import css from './virtual-table.module.css'

const ROW_PX = 48

export interface Column<Row> {
  id: string
  head: string
  render: (row: Row) => ReactNode
  /** Second line of the cell where the screen is narrow. */
  under?: (row: Row) => ReactNode
  /** CSS grid track, e.g. `2fr` or `120px`. */
  width: string
  right?: boolean
  /** Left out where the screen is narrow. */
  wideOnly?: boolean
}

interface Props<Row> {
  label: string
  columns: Column<Row>[]
  rows: Row[]
  keyOf: (row: Row) => string
  /** Where a click on the row leads; the first cell carries the link. */
  linkOf: (row: Row) => string
  /** Called when the end comes into sight. */
  more: () => void
}

export function VirtualTable<Row>({ label, columns, rows, keyOf, linkOf, more }: Props<Row>) {
  const box = useRef<HTMLDivElement>(null)
  const { first, last } = useSight(box, ROW_PX)
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - 1) more()
  }, [last, rows.length, more])
  const tracks = { '--tracks': columns.map((column) => column.width).join(' ') } as CSSProperties
  return (
    // A region that scrolls must take the focus, or the keyboard cannot scroll it.
    <div ref={box} className={css.box} tabIndex={0} role="region" aria-label={label}>
      <div role="table" aria-label={label} aria-rowcount={rows.length + 1} style={tracks}>
        <Head columns={columns} />
        <div role="rowgroup" style={{ height: rows.length * ROW_PX, position: 'relative' }}>
          {rows.slice(first, last + 1).map((row, place) => (
            <div
              key={keyOf(row)}
              role="row"
              aria-rowindex={first + place + 2}
              className={css.row}
              style={{ transform: `translateY(${(first + place) * ROW_PX}px)`, height: ROW_PX }}
            >
              <Cells columns={columns} row={row} link={linkOf(row)} />
            </div>
          ))}
        </div>
      </div>
    </div>
  )
}

function Head<Row>({ columns }: { columns: Column<Row>[] }) {
  return (
    <div role="rowgroup" className={css.headGroup}>
      <div role="row" aria-rowindex={1} className={`${css.row} ${css.head}`}>
        {columns.map((column) => (
          <div key={column.id} role="columnheader" className={cellClass(column)}>
            {column.head}
          </div>
        ))}
      </div>
    </div>
  )
}

function Cells<Row>({ columns, row, link }: { columns: Column<Row>[]; row: Row; link: string }) {
  return columns.map((column, place) => (
    <div key={column.id} role="cell" className={cellClass(column)}>
      {place === 0 ? (
        <Link to={link} className={css.link} preload="intent">
          {column.render(row)}
        </Link>
      ) : (
        column.render(row)
      )}
      {column.under && <div className={css.under}>{column.under(row)}</div>}
    </div>
  ))
}

function cellClass<Row>(column: Column<Row>): string {
  return [css.cell, column.right && css.right, column.wideOnly && css.wideOnly].filter(Boolean).join(' ')
}
