/** A far side made of recorded shapes: a small published description, a connection to it, and scripted answers (nock). */
import nock from 'nock'
import type { Connector, Known } from '../../../connectors/connector.ts'
import { openOData, type ODataOptions } from '../../../connectors/odata/index.ts'

export const HOST = 'http://1c.example.test'
export const ROOT = '/bp/odata/standard.odata'
export const CLIENTS = 'Catalog_Контрагенты'
export const INVOICES = 'Document_СчетНаОплатуПокупателю'
export const PASSWORD = 'пароль-канарейка-7f3a'
export const KEY = '0000000d-2e00-11ef-8a00-000000000001'
export const NODE = '00000018-2e00-11ef-8a00-000000000002'

export interface FarSide {
  connector: Connector
  /** Path and query decoded, in order of arrival. */
  calls: { method: string; path: string; raw: string; headers: Record<string, string>; body: unknown }[]
  /** Headers of the calls for the description. */
  described: Record<string, string>[]
  events: { event: string; facts: Record<string, unknown> }[]
  /** The next calls are answered so, in order; without a scripted answer a call fails. */
  answers: (...answers: Reply[]) => void
}

export interface Reply {
  status?: number
  type?: string
  body?: unknown
  headers?: Record<string, string>
}

/**
 * A connection whose description is served, and whose every other answer the test scripts; `broken` calls fail on
 * the way, `cookie` is what the description answers to whoever asks for a session.
 */
export function farSide(
  options: Partial<ODataOptions> = {},
  more: { broken?: { method: string; code: string }; cookie?: string } = {},
): FarSide {
  nock.cleanAll()
  nock.disableNetConnect()
  const { broken, cookie } = more
  const calls: FarSide['calls'] = []
  const events: FarSide['events'] = []
  const described: FarSide['described'] = []
  const queue: Reply[] = []
  nock(HOST)
    .persist()
    .get(`${ROOT}/$metadata`)
    .reply(function () {
      described.push(this.req.headers)
      return [
        200,
        DESCRIPTION,
        { 'content-type': 'application/xml', ...(cookie === undefined ? {} : { 'set-cookie': cookie }) },
      ]
    })
  if (broken) {
    const error = Object.assign(new Error('broken'), { code: broken.code })
    nock(HOST)
      .intercept(/^\/bp\//, broken.method)
      .replyWithError(error)
  }
  for (const method of ['GET', 'POST', 'PATCH', 'DELETE', 'PUT']) serve(method, queue, calls)
  const connector = openOData({
    url: HOST + ROOT,
    user: 'Обмен',
    password: PASSWORD,
    timeZone: 'Europe/Moscow',
    allowedHosts: [],
    now: () => Date.parse('2026-03-10T09:00:00Z'),
    log: (event, facts) => events.push({ event, facts }),
    plan: 'none',
    profile: { sessionsIgnored: true },
    resolve: async () => [{ address: '203.0.113.7', family: 4 }],
    ...options,
  })
  return { connector, calls, described, events, answers: (...replies) => void queue.push(...replies) }
}

function serve(method: string, queue: Reply[], calls: FarSide['calls']): void {
  nock(HOST)
    .persist()
    .intercept(/^\/bp\//, method)
    .reply(function (uri, body) {
      const path = decodeURIComponent(uri.slice(ROOT.length))
      calls.push({ method, path, raw: uri, headers: this.req.headers, body })
      const reply = queue.shift()
      if (!reply) return [599, `nobody scripted an answer to ${method} ${path}`, { 'content-type': 'text/plain' }]
      const text = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body ?? {})
      const type = reply.type ?? 'application/json;charset=utf-8'
      return [reply.status ?? 200, text, { 'content-type': type, ...reply.headers }]
    })
}

/** Error body of the interface. */
export function odataError(code: string, value: string): unknown {
  return { 'odata.error': { code, message: { lang: 'ru', value } } }
}

/** A client as the base holds it. */
export function client(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    Ref_Key: KEY,
    DataVersion: 'AAAAAAAAAAE=',
    DeletionMark: false,
    Description: 'Ромашка ООО',
    ИНН: '0000001011',
    ...fields,
  }
}

/** Nothing is known yet. */
export const NOTHING_KNOWN: Known = { versions: async () => new Map(), keysWithin: async () => [] }

const property = (name: string, type: string): string => `<Property Name="${name}" Type="${type}" Nullable="true"/>`

const DESCRIPTION = `<?xml version="1.0" encoding="UTF-8"?>
<edmx:Edmx xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx" Version="1.0"><edmx:DataServices><Schema Namespace="StandardODATA">
<EntityType Name="${CLIENTS}"><Key><PropertyRef Name="Ref_Key"/></Key>
${property('Ref_Key', 'Edm.Guid')}${property('DataVersion', 'Edm.String')}${property('Description', 'Edm.String')}
${property('DeletionMark', 'Edm.Boolean')}${property('ИНН', 'Edm.String')}${property('Комментарий', 'Edm.String')}</EntityType>
<EntityType Name="${INVOICES}" OpenType="true"><Key><PropertyRef Name="Ref_Key"/></Key>
${property('Ref_Key', 'Edm.Guid')}${property('DataVersion', 'Edm.String')}${property('Number', 'Edm.String')}
${property('Date', 'Edm.DateTime')}${property('Posted', 'Edm.Boolean')}${property('Контрагент_Key', 'Edm.Guid')}
${property('СуммаДокумента', 'Edm.Double')}${property('Кратность', 'Edm.Int64')}${property('Основание', 'Edm.String')}
<Property Name="Товары" Type="Collection(StandardODATA.${INVOICES}_Товары_RowType)" Nullable="true"/>
${property('Основание_Type', 'Edm.String')}
<NavigationProperty Name="Контрагент" Relationship="StandardODATA.${INVOICES}_Контрагент" FromRole="Begin" ToRole="End"/></EntityType>
<ComplexType Name="${INVOICES}_Товары_RowType">${property('LineNumber', 'Edm.Int64')}${property('Содержание', 'Edm.String')}
${property('Цена', 'Edm.Double')}</ComplexType>
<EnumType Name="СтавкиНДС" UnderlyingType="Edm.Int32"><Member Name="НДС20"/><Member Name="НДС22"/></EnumType>
<Association Name="${INVOICES}_Контрагент"><End Role="Begin" Type="StandardODATA.${INVOICES}" Multiplicity="*"/>
<End Role="End" Type="StandardODATA.${CLIENTS}" Multiplicity="0..1"/></Association>
<EntityContainer Name="EnterpriseV8"><EntitySet Name="${CLIENTS}" EntityType="StandardODATA.${CLIENTS}"/>
<EntitySet Name="${INVOICES}" EntityType="StandardODATA.${INVOICES}"/>
${['Post', 'Unpost'].map((name) => `<FunctionImport Name="${name}"><Parameter Name="bindingParameter" Type="StandardODATA.${INVOICES}"/></FunctionImport>`).join('')}
</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>`
