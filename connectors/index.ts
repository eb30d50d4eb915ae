/** The doors there are: name in the settings -> how it is opened. Each is loaded with the first base that needs it. */
import type { Connector } from './connector.ts'
import type { ODataOptions } from './odata/options.ts'

export const connectors = {
  odata: async (options: ODataOptions): Promise<Connector> => (await import('./odata/index.ts')).openOData(options),
}

export type ConnectorName = keyof typeof connectors
