/** How every command of `zveno` behaves: `--json`, `--help`, exit 0 only on success, one sentence on failure. */
import { parseArgs, type ParseArgsConfig } from 'node:util'
import { Problem } from '../domain/problem.ts'

/** Options as `parseArgs` wants them, with a line of help each. */
export type Options = Record<string, { type: 'string' | 'boolean'; short?: string; help: string; value?: string }>

export interface Invocation {
  /** Words after the command that are not options. */
  words: string[]
  text(option: string): string | undefined
  flag(option: string): boolean
  /** True with `--json`: print one JSON document and nothing else to standard output. */
  json: boolean
  /** Progress for people, to standard error; silent with `--json`. */
  progress(line: string): void
  print(answer: unknown, forPeople: () => string): void
}

export interface Command {
  name: string
  /** What it does, one sentence. */
  purpose: string
  /** Words that follow the name, e.g. `URL`. */
  words?: string
  options: Options
  /** @returns the exit code; 0 only on success. */
  run(given: Invocation): Promise<number>
}

type Catalogue = Record<string, () => Promise<{ command: Command }>>

const COMMON: Options = {
  json: { type: 'boolean', help: 'print one JSON document' },
  help: { type: 'boolean', short: 'h', help: 'say what the command does' },
}

/** Exit code of a failure that a person can mend, and of a wrong call. */
const FAILED = 1
const WRONG_CALL = 2

export async function runCommand(commands: Catalogue, args: string[]): Promise<number> {
  const [name = 'help', ...rest] = args
  const load = commands[name]
  if (!load) return ASKS_HELP.includes(name) ? listCommands(commands) : refuseCommand(commands, name, rest)
  const { command } = await load()
  const options = { ...command.options, ...COMMON }
  try {
    const given = readArguments(command, options, rest)
    return given.flag('help') ? describe(command, options) : await command.run(given)
  } catch (error) {
    return explain(error, rest.includes('--json'))
  }
}

/** @throws Problem `command.unknown-option` `command.option-value` */
function readArguments(command: Command, options: Options, args: string[]): Invocation {
  try {
    const config = {
      args,
      options: options as ParseArgsConfig['options'],
      allowPositionals: true,
      strict: true,
    } as const
    const { values, positionals } = parseArgs(config as ParseArgsConfig)
    return invocation(values, positionals)
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException
    const option = /--?[\p{L}\d][\p{L}\d-]*/u.exec(message)?.[0] ?? ''
    const known = Object.keys(options).map((name) => `--${name}`)
    throw new Problem(code.endsWith('OPTION_VALUE') ? 'command.option-value' : 'command.unknown-option', {
      option,
      command: command.name,
      known: known.join(', '),
    })
  }
}

function invocation(values: Record<string, unknown>, words: string[]): Invocation {
  const json = values['json'] === true
  return {
    words,
    json,
    text: (option) => (typeof values[option] === 'string' ? values[option] : undefined),
    flag: (option) => values[option] === true,
    progress: (line) => {
      if (!json) process.stderr.write(`${line}\n`)
    },
    print: (answer, forPeople) => {
      process.stdout.write(`${json ? JSON.stringify(answer, null, 2) : forPeople()}\n`)
    },
  }
}

function describe(command: Command, options: Options): number {
  const lines = Object.entries(options).map(([name, option]) => {
    const head = `--${name}${option.type === 'string' ? ` ${option.value ?? 'TEXT'}` : ''}`
    return `  ${head.padEnd(26)} ${option.help}`
  })
  process.stdout.write(`zveno ${command.name} ${command.words ?? ''}\n${command.purpose}\n\n${lines.join('\n')}\n`)
  return 0
}

const ASKS_HELP = ['help', '--help', '-h']

async function listCommands(commands: Catalogue): Promise<number> {
  const known = await Promise.all(Object.values(commands).map(async (load) => (await load()).command))
  const lines = known.map((command) => `  ${command.name.padEnd(10)} ${command.purpose}`)
  process.stdout.write(`zveno COMMAND [options]\n\n${lines.join('\n')}\n`)
  return 0
}

function refuseCommand(commands: Catalogue, command: string, rest: string[]): Promise<number> {
  const known = Object.keys(commands).join(', ')
  return explain(new Problem('command.unknown', { command, known }), rest.includes('--json'))
}

async function explain(error: unknown, json: boolean): Promise<number> {
  const { sentenceOf } = await import('./sentence.ts')
  const { code, sentence } = sentenceOf(error)
  if (json) process.stdout.write(`${JSON.stringify({ error: { code, message: sentence } }, null, 2)}\n`)
  else process.stderr.write(`zveno: ${sentence}\n`)
  if (!(error instanceof Problem) && process.env['ZVENO_DEBUG']) process.stderr.write(`${(error as Error).stack}\n`)
  return WRONG_CALLS.includes(code) ? WRONG_CALL : FAILED
}

const WRONG_CALLS = ['command.unknown', 'command.unknown-option', 'command.option-value']
