/** The script that puts the panel into a form once the form stands, and only when it comes into sight. */
export const PANEL_SCRIPT = String.raw`'use strict'
const box = document.querySelector('[data-panel]')
/** So long the page of the panel may take to say that it is there. */
const PATIENCE_MS = 6000
const MOST_HEIGHT = 2400

function say(sentence) {
  let line = box.querySelector('p')
  if (!line) {
    line = document.createElement('p')
    line.setAttribute('role', 'status')
    box.append(line)
  }
  line.textContent = sentence
}

async function openPanel() {
  try {
    const answer = await fetch(box.dataset.panel, { cache: 'no-store' })
    const { url, refusal } = await answer.json()
    if (refusal) say(refusal)
    else showPanel(url)
  } catch {
    say(box.dataset.away)
  }
}

function showPanel(url) {
  const frame = document.createElement('iframe')
  frame.title = box.querySelector('h2').textContent
  frame.setAttribute('sandbox', 'allow-scripts allow-same-origin')
  frame.src = url
  const timer = setTimeout(() => {
    frame.remove()
    say(box.dataset.away)
  }, PATIENCE_MS)
  window.addEventListener('message', ({ source, origin, data }) => {
    if (source !== frame.contentWindow || origin !== new URL(url).origin || !data || data.zveno !== 'panel') return
    clearTimeout(timer)
    const line = box.querySelector('p')
    if (line) line.remove()
    if (data.height > 0) frame.style.height = Math.min(data.height, MOST_HEIGHT) + 'px'
  })
  box.append(frame)
}

if (box) {
  const sight = new IntersectionObserver((seen) => {
    if (!seen.some((entry) => entry.isIntersecting)) return
    sight.disconnect()
    openPanel()
  })
  window.addEventListener('load', () => sight.observe(box))
}
`
