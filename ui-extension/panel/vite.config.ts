/** How the panel is built: one small page for the browser inside an accounting program, which may be years old. */
import { defineConfig } from 'vite'

export default defineConfig({
  base: '/panel/',
  build: {
    outDir: '../../dist/panel',
    emptyOutDir: true,
    target: 'es2017',
    modulePreload: false,
    assetsInlineLimit: 0,
  },
})
