/**
 * Builds what the bench runs in processes of its own, the way the service is built: what is measured is what people start. Run from
 * the sources, every function is given its name anew each time it comes into being.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

const BENCH = import.meta.dirname
const FOLDERS = ['product', 'anchors', 'far-side']
/** As deep below the root as the service, so that both find mappings and words in the same way. */
const BUILT = join(BENCH, '..', 'dist', 'bench')

let built: Promise<void> | undefined

/** @returns the built twin of `worker.ts`; parts are found beside it under their own names, ending in `.js` */
export async function builtWorker(): Promise<string> {
  await (built ??= buildAll())
  return join(BUILT, 'worker.js')
}

async function buildAll(): Promise<void> {
  const { build } = await import('vite')
  await build({
    configFile: false,
    root: BENCH,
    logLevel: 'error',
    build: {
      ssr: true,
      outDir: BUILT,
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        input: { worker: join(BENCH, 'worker.ts'), ...parts() },
        output: { entryFileNames: '[name].js', chunkFileNames: 'parts/[name].js' },
      },
    },
    ssr: { external: true, noExternal: ['typebox'] },
  })
}

/** Every file may be asked for; each keeps its place. */
function parts(): Record<string, string> {
  const files = FOLDERS.flatMap((folder) => readdirSync(join(BENCH, folder)).map((file) => join(folder, file)))
  const sources = files.filter((file) => file.endsWith('.ts'))
  return Object.fromEntries(sources.map((file) => [file.replace(/\.ts$/, ''), join(BENCH, file)]))
}
