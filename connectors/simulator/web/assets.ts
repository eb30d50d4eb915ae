/** Style, script and icon of the client; nothing is loaded from anywhere else. */
import { type Answer, htmlAnswer } from '../http/http.ts'
import { CLIENT_SCRIPT } from './client-script.ts'
import { TAB_ICON } from './icons.ts'
import { PANEL_SCRIPT } from './panel-script.ts'
import { STYLE } from './style.ts'

const ASSETS: Record<string, { type: string; body: string }> = {
  'style.css': { type: 'text/css;charset=utf-8', body: STYLE },
  'client.js': { type: 'text/javascript;charset=utf-8', body: CLIENT_SCRIPT },
  'panel.js': { type: 'text/javascript;charset=utf-8', body: PANEL_SCRIPT },
  'icon.svg': { type: 'image/svg+xml', body: TAB_ICON },
}

export function assetAnswer(name: string): Answer {
  const asset = Object.hasOwn(ASSETS, name) ? ASSETS[name] : undefined
  if (!asset) return htmlAnswer(404, '404 Not Found', '<h1>404 Not Found</h1>')
  const headers = { 'Content-Type': asset.type, 'Cache-Control': 'no-cache', 'X-Content-Type-Options': 'nosniff' }
  return { status: 200, headers, body: asset.body }
}
