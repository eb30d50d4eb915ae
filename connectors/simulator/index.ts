/** Starts a simulated 1C-style accounting base: OData at `/{base}/odata/standard.odata/`, a web client, controls. */
import type { Base } from './base/base.ts'
import type { JournalLine, PanelDoor } from './context.ts'
import { allDoors } from './doors.ts'
import type { Ledger } from './ledger/ledger.ts'
import { listen } from './http/listen.ts'
import { fillBase, openBase } from './open-base.ts'
import type { SimulatorOptions } from './open-base.ts'
import { createServe } from './http/server.ts'
import type { Settings } from './settings.ts'
import { keepOnDisk } from './base/storage.ts'

export type { SimulatorOptions }

export interface Simulator {
  /** `http://127.0.0.1:8081` */
  url: string
  /** `…/buh/odata/standard.odata`, without a slash at the end. */
  rootUrl: string
  base: Base
  ledger: Ledger
  /** Live knobs. */
  settings: Settings
  journal: JournalLine[]
  /** From now on forms show the panel of this CRM. */
  showPanel(panel: PanelDoor): void
  close(): Promise<void>
}

/** @throws {Error} when the port is taken or the profile is broken */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const context = openBase(options)
  const storage = keepOnDisk(context, options.dataDir)
  if (!storage.restored) fillBase(context, options)
  const server = await listen(createServe(context, allDoors(context)), options)
  const close = async (): Promise<void> => {
    await server.close()
    storage.close()
  }
  const { base, ledger, settings, journal } = context
  const rootUrl = `${server.url}/${context.baseName}/odata/standard.odata`
  const showPanel = (panel: PanelDoor): void => void (context.panel = panel)
  return { url: server.url, rootUrl, base, ledger, settings, journal, showPanel, close }
}
