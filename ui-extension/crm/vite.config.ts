/** How the screens are built: one page, hashed assets, everything from our own server. */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The bridge of a developer's machine. */
const BRIDGE = 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [react()],
  build: { outDir: '../../dist/ui', emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 700 },
  server: { proxy: { '/api': BRIDGE, '/health': BRIDGE } },
})
