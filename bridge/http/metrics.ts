/** Figures for a monitoring system; the package that keeps them is loaded with the first request, not before. */
import type { Request, RequestHandler, Response } from 'express'
import type { Histogram, Gauge, Registry } from 'prom-client'
import type { Context } from '../actions/context.ts'
import { figures } from '../reports/figures.ts'

interface Instruments {
  registry: Registry
  duration: Histogram<'method' | 'route' | 'status'>
  gauges: { intents: Gauge<'base' | 'state'>; troubles: Gauge; differences: Gauge<'base'>; reconciled: Gauge<'base'> }
}

export interface Metrics {
  observe(facts: { method: string; route: string; status: number; tookMs: number }): void
  answer: RequestHandler
}

/** @param ask a context that may see figures of the whole exchange */
export function createMetrics(ask: () => Context): Metrics {
  let loading: Promise<Instruments> | undefined
  const instruments = () => (loading ??= loadInstruments())
  return {
    observe: ({ method, route, status, tookMs }) => {
      const labels = { method, route, status: String(status) }
      void instruments().then(({ duration }) => duration.observe(labels, tookMs / 1000))
    },
    answer: async (_request: Request, response: Response) => {
      const { registry, gauges } = await instruments()
      await measure(gauges, ask())
      response.type(registry.contentType).send(await registry.metrics())
    },
  }
}

const DURATION_BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

async function loadInstruments(): Promise<Instruments> {
  const { default: prom } = await import('prom-client')
  const registry = new prom.Registry()
  prom.collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const duration = new prom.Histogram({
    name: 'zveno_http_seconds',
    help: 'Time to answer a request',
    labelNames: ['method', 'route', 'status'],
    buckets: DURATION_BUCKETS_SECONDS,
    registers,
  })
  const intents = new prom.Gauge({
    name: 'zveno_intents',
    help: 'Requests to accounting bases that are not proven done',
    labelNames: ['base', 'state'],
    registers,
  })
  const troubles = new prom.Gauge({ name: 'zveno_troubles_open', help: 'Decisions that people owe', registers })
  const gauges = { intents, troubles, ...reconciliationGauges(prom, registers) }
  return { registry, duration, gauges }
}

function reconciliationGauges(prom: { Gauge: typeof Gauge }, registers: Registry[]) {
  const labelNames = ['base'] as const
  const differences = new prom.Gauge({
    name: 'zveno_differences_open',
    help: 'Differences of the latest reconciliation that are not mended',
    labelNames,
    registers,
  })
  const reconciled = new prom.Gauge({
    name: 'zveno_reconciled_timestamp_seconds',
    help: 'When both sides were last compared',
    labelNames,
    registers,
  })
  return { differences, reconciled }
}

async function measure(gauges: Instruments['gauges'], ctx: Context): Promise<void> {
  const { intents, openTroubles, reconciled } = await figures(ctx)
  gauges.intents.reset()
  for (const { base, state, count } of intents) gauges.intents.set({ base, state }, count)
  gauges.troubles.set(openTroubles)
  for (const { base, differences, at } of reconciled) {
    gauges.differences.set({ base }, differences)
    gauges.reconciled.set({ base }, Date.parse(at) / 1000)
  }
}
