#!/usr/bin/env node
/** Command line entry: one line per command of `cli/`. */
import { runCommand, type Command } from './cli/command.ts'

const commands: Record<string, () => Promise<{ command: Command }>> = {
  demo: () => import('./cli/demo.ts'),
  serve: () => import('./cli/serve.ts'),
  simulate: () => import('./cli/simulate.ts'),
  connect: () => import('./cli/connect.ts'),
  doctor: () => import('./cli/doctor.ts'),
  sync: () => import('./cli/sync.ts'),
  reconcile: () => import('./cli/reconcile.ts'),
  mapping: () => import('./cli/mapping.ts'),
  journal: () => import('./cli/journal.ts'),
  rollback: () => import('./cli/rollback.ts'),
  backup: () => import('./cli/backup.ts'),
  restore: () => import('./cli/restore.ts'),
  erasures: () => import('./cli/erasures.ts'),
  audit: () => import('./cli/audit.ts'),
  key: () => import('./cli/key.ts'),
  panel: () => import('./cli/panel.ts'),
  user: () => import('./cli/user.ts'),
  verify: () => import('./cli/verify.ts'),
}

process.exitCode = await runCommand(commands, process.argv.slice(2))
