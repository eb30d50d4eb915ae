/** The doors there are: name in the settings -> how it is opened. */
import { openOData } from './odata/index.ts'

export const connectors = {
  odata: openOData,
}

export type ConnectorName = keyof typeof connectors
