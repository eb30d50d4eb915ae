/** `Balance`, `Turnovers` and `BalanceAndTurnovers` of accumulation registers, summed exactly in whole last digits. */
import { scaled, unscaled } from '../../base/amounts.ts'
import type { Context } from '../../context.ts'
import { refuse } from '../errors.ts'
import type { Call, Result } from './calls.ts'
import { assertArguments, momentOf } from './calls.ts'
import { recordItem } from '../reading/items.ts'
import type { AccumulationRegisterType, Field, RegisterRecord, Row } from '../../base/model.ts'
import { emptyValues } from '../../base/objects.ts'
import type { EntitySet } from '../metadata/sets.ts'
import type { VirtualTable } from '../metadata/virtual-tables.ts'
import { virtualTables } from '../metadata/virtual-tables.ts'

/** Sums of one resource inside a group, in units of its last digit. */
interface Sums {
  opening: number
  receipt: number
  expense: number
}

interface Group {
  dimensions: Row
  sums: Map<string, Sums>
}

interface Question {
  register: AccumulationRegisterType
  table: VirtualTable
  /** Properties that the rows are grouped by. */
  grouped: string[]
  /** Inclusive; undefined = from the beginning. */
  from: string | undefined
  until: { moment: string; inclusive: boolean } | undefined
}

/** @param passes `Condition`, applied before anything is summed */
export function tableOf(context: Context, call: Call, passes: (record: RegisterRecord) => boolean): Result {
  const question = questionOf(call)
  const groups = new Map<string, Group>()
  for (const [, records] of context.base.recordSets(call.set.root)) {
    for (const record of records) if (record['Active'] !== false && passes(record)) add(groups, question, record)
  }
  const rows = [...groups.values()].map((group) => rowOf(question, group)).filter((row) => row !== null)
  const set = resultSet(call.set, question)
  const fragment = `Collection(StandardODATA.${question.table.typeName})`
  return { set, items: rows.map((row) => recordItem(set, row)), fragment }
}

function questionOf(call: Call): Question {
  const register = call.set.object
  if (register.class !== 'AccumulationRegister') throw refuse.noMethod()
  const table = virtualTables(register).find(({ method }) => method === call.method)
  if (!table) throw refuse.noMethod()
  const grouped = groupedBy(register, call.args['Dimensions'])
  if (call.method === 'Balance') {
    assertArguments(call, ['Period', 'Condition', 'Dimensions'])
    const moment = momentOf(call.args, 'Period')
    // The balance at T is the state before T.
    return { register, table, grouped, from: undefined, until: moment ? { moment, inclusive: false } : undefined }
  }
  assertArguments(call, ['StartPeriod', 'EndPeriod', 'Condition', 'Dimensions'])
  const end = momentOf(call.args, 'EndPeriod')
  const until = end ? { moment: end, inclusive: true } : undefined
  return { register, table, grouped, from: momentOf(call.args, 'StartPeriod'), until }
}

/** `Dimensions='СчетНаОплату,Организация'`: the other dimensions disappear from the rows. */
function groupedBy(register: AccumulationRegisterType, given: string | undefined): string[] {
  const named = (given ?? '').split(',').map((name) => name.trim().replace(/_Key$/, ''))
  if (given === undefined || given.trim() === '') return register.dimensions.flatMap(propertiesOf)
  return named.flatMap((name) => {
    const dimension = register.dimensions.find((known) => known.name === name)
    if (!dimension) throw refuse.badSegment(name)
    return propertiesOf(dimension)
  })
}

function propertiesOf(dimension: Field): string[] {
  return Object.keys(emptyValues(dimension))
}

function add(groups: Map<string, Group>, question: Question, record: RegisterRecord): void {
  const at = String(record['Period'])
  const { until, from } = question
  if (until && (until.inclusive ? at > until.moment : at >= until.moment)) return
  const group = groupFor(groups, question, record)
  const side = from !== undefined && at < from ? 'opening' : record['RecordType'] === 'Expense' ? 'expense' : 'receipt'
  const sign = side === 'opening' && record['RecordType'] === 'Expense' ? -1 : 1
  for (const resource of question.register.resources) {
    const sums = group.sums.get(resource.name) ?? { opening: 0, receipt: 0, expense: 0 }
    sums[side] += sign * scaled(String(record[resource.name] ?? 0), digitsOf(resource))
    group.sums.set(resource.name, sums)
  }
}

function groupFor(groups: Map<string, Group>, { grouped }: Question, record: RegisterRecord): Group {
  const identity = grouped.map((name) => String(record[name])).join('|')
  const known = groups.get(identity)
  if (known) return known
  const group = {
    dimensions: Object.fromEntries(grouped.map((name) => [name, record[name] ?? ''])),
    sums: new Map<string, Sums>(),
  }
  groups.set(identity, group)
  return group
}

/** A group where nothing is left, or nothing moved, has no row. */
function rowOf({ register, table }: Question, group: Group): Row | null {
  const row: Row = { ...group.dimensions }
  let anything = false
  for (const resource of register.resources) {
    const measures = measuresOf(group.sums.get(resource.name) ?? { opening: 0, receipt: 0, expense: 0 })
    for (const [suffix, amount] of Object.entries(measures)) {
      const name = resource.name + suffix
      if (!table.properties.some((property) => property.name === name)) continue
      row[name] = Number(unscaled(amount, digitsOf(resource)))
      anything ||= amount !== 0
    }
  }
  return anything ? row : null
}

const MEASURES = ['Balance', 'Turnover', 'Receipt', 'Expense', 'OpeningBalance', 'ClosingBalance'] as const

function measuresOf({ opening, receipt, expense }: Sums): Record<(typeof MEASURES)[number], number> {
  const turnover = receipt - expense
  const closing = opening + turnover
  return {
    Balance: closing,
    Turnover: turnover,
    Receipt: receipt,
    Expense: expense,
    OpeningBalance: opening,
    ClosingBalance: closing,
  }
}

function digitsOf(resource: Field): number {
  return resource.type.is === 'number' ? resource.type.fraction : 0
}

/** Shape of the rows: the grouped dimensions and the measures of the resources. */
function resultSet(register: EntitySet, { table, grouped, register: object }: Question): EntitySet {
  const measured = new Set(object.resources.flatMap(({ name }) => MEASURES.map((suffix) => name + suffix)))
  const properties = table.properties.filter(
    (property) => grouped.includes(property.name) || measured.has(property.name),
  )
  return {
    ...register,
    name: table.typeName,
    key: [],
    properties,
    rowTypes: new Map(),
    navigation: [],
    byName: new Map(properties.map((property) => [property.name, property])),
  }
}
