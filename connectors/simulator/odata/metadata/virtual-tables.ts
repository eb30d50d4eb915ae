/** Result types of the virtual tables of accumulation registers: `R_Balance`, `R_Turnover`, `R_BalanceAndTurnover`. */
import type { AccumulationRegisterType, Field } from '../../base/model.ts'
import type { Property } from './sets.ts'
import { companions, mainProperties, setName } from './properties.ts'
import { recorderOf } from './shapes.ts'

export interface VirtualTable {
  method: 'Balance' | 'Turnovers' | 'BalanceAndTurnovers'
  /** Name of the complex type. */
  typeName: string
  properties: Property[]
}

const PERIODS = [
  'Period',
  'SecondPeriod',
  'MinutePeriod',
  'HourPeriod',
  'DayPeriod',
  'WeekPeriod',
  'TenDaysPeriod',
  'MonthPeriod',
  'QuarterPeriod',
  'HalfYearPeriod',
  'YearPeriod',
]

const MOVEMENT = ['OpeningBalance', 'Turnover', 'Receipt', 'Expense', 'ClosingBalance']

/** Turnover registers have no balance (observed). */
export function virtualTables(register: AccumulationRegisterType): VirtualTable[] {
  if (register.register === 'turnovers') return [turnovers(register, ['Turnover'])]
  return [balance(register), turnovers(register, ['Turnover', 'Receipt', 'Expense']), balanceAndTurnovers(register)]
}

function balance(register: AccumulationRegisterType): VirtualTable {
  const { dimensions } = register
  const properties = [
    ...dimensions.flatMap(mainProperties),
    ...measures(register, ['Balance']),
    ...dimensions.flatMap(companions),
  ]
  return { method: 'Balance', typeName: `${setName(register)}_Balance`, properties }
}

function turnovers(register: AccumulationRegisterType, suffixes: string[]): VirtualTable {
  return { method: 'Turnovers', typeName: `${setName(register)}_Turnover`, properties: moving(register, suffixes) }
}

function balanceAndTurnovers(register: AccumulationRegisterType): VirtualTable {
  const typeName = `${setName(register)}_BalanceAndTurnover`
  return { method: 'BalanceAndTurnovers', typeName, properties: moving(register, MOVEMENT) }
}

function moving(register: AccumulationRegisterType, suffixes: string[]): Property[] {
  const recorder = recorderOf(register)
  return [
    ...register.dimensions.flatMap(mainProperties),
    ...PERIODS.map((name): Property => ({ name, edm: 'Edm.DateTime', nullable: true })),
    ...mainProperties(recorder),
    { name: 'LineNumber', edm: 'Edm.Int64', nullable: true },
    ...measures(register, suffixes),
    ...register.dimensions.flatMap(companions),
    ...companions(recorder),
  ]
}

function measures(register: AccumulationRegisterType, suffixes: string[]): Property[] {
  const suffixed = (field: Field) => suffixes.map((suffix) => ({ ...field, name: field.name + suffix }))
  return register.resources.flatMap(suffixed).flatMap(mainProperties)
}
