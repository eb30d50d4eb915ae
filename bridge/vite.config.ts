/** How the service is built: a few files for Node instead of hundreds, each of which would be looked up and read at every start. */
import { defineConfig } from 'vite'

export default defineConfig({
  build: {
    ssr: 'main.ts',
    outDir: '../dist/bridge',
    emptyOutDir: true,
    target: 'node20',
    // Stack traces keep the names of functions.
    minify: false,
    sourcemap: true,
    rolldownOptions: { output: { chunkFileNames: 'parts/[name].js' } },
  },
  // Packages stay where they are installed; of TypeBox's 373 modules the ten functions in use are built in.
  ssr: { external: true, noExternal: ['typebox'] },
})
