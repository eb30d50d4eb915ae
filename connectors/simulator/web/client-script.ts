/**
 * The script of the web client, sent as it stands: recounts sums while somebody types, keeps the place on the screen and warns
 * before typed values are lost. Everything works without it; the server counts again.
 */
export const CLIENT_SCRIPT = String.raw`'use strict'
const NBSP = '\u00a0'

/** Whole thousandths or kopecks of a typed decimal; 0n when it is none. */
function parse(text, places) {
  const match = /^(-?)(\d+)(?:[.,](\d*))?$/.exec(String(text).replace(/\s/g, ''))
  if (!match || (match[3] || '').length > places) return 0n
  return BigInt(match[1] + match[2] + (match[3] || '').padEnd(places, '0'))
}

function halfUp(dividend, divisor) {
  const size = dividend < 0n ? -dividend : dividend
  const rounded = (2n * size + divisor) / (2n * divisor)
  return dividend < 0n ? -rounded : rounded
}

function show(minor) {
  const digits = String(minor < 0n ? -minor : minor).padStart(3, '0')
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, NBSP)
  return (minor < 0n ? '−' : '') + whole + ',' + digits.slice(-2)
}

function put(root, name, minor) {
  const box = root.querySelector('[data-is="' + name + '"]')
  if (box) box.textContent = show(minor)
}

function recountInvoice(form) {
  const included = form.elements.included.checked
  let total = 0n
  let vatTotal = 0n
  for (const row of form.querySelectorAll('table.lines tbody tr')) {
    const cell = (end) => row.querySelector('[name$=".' + end + '"]').value
    const sum = halfUp(parse(cell('quantity'), 3) * parse(cell('price'), 2), 1000n)
    const percent = BigInt((/^НДС(\d+)/.exec(cell('rate')) || [0, 0])[1])
    const vat = halfUp(sum * percent, included ? 100n + percent : 100n)
    put(row, 'sum', sum)
    put(row, 'vat', vat)
    total += sum
    vatTotal += vat
  }
  if (!included) total += vatTotal
  const words = form.querySelector('.totals').dataset
  form.querySelector('[data-is="vat-words"]').textContent = included ? words.included : words.onTop
  put(form, 'total', total)
  put(form, 'vat-total', vatTotal)
  put(form, 'remainder', total - BigInt(form.querySelector('[data-is="paid"]').dataset.minor))
}

function recountReceipt(form) {
  let allocated = 0n
  for (const input of form.querySelectorAll('[name^="part."][name$=".amount"]')) allocated += parse(input.value, 2)
  put(form, 'allocated', allocated)
  put(form, 'left', parse(form.elements.amount.value, 2) - allocated)
}

const RECOUNT = { invoice: recountInvoice, receipt: recountReceipt }
/** A new buyer or payer has other contracts and invoices: the server draws the form again. */
const REDRAW = ['counterparty', 'payer']
const PLACE = 'place-on-screen'

function redraw(form, field) {
  const deed = document.createElement('input')
  deed.type = 'hidden'
  deed.name = 'deed'
  deed.value = 'redraw'
  form.append(deed)
  form.dataset.focus = field.name
  form.requestSubmit()
}

function keepPlace(form) {
  const place = { focus: form.dataset.focus || '', top: window.scrollY }
  sessionStorage.setItem(PLACE, JSON.stringify(place))
}

function restorePlace(form) {
  const place = JSON.parse(sessionStorage.getItem(PLACE) || 'null')
  sessionStorage.removeItem(PLACE)
  if (!place || document.querySelector('.notice')) return
  window.scrollTo(0, place.top)
  const field = form.elements.namedItem(place.focus)
  if (field) field.focus()
}

for (const form of document.querySelectorAll('form.record')) {
  const recount = RECOUNT[form.dataset.live]
  let touched = false
  form.addEventListener('input', () => {
    touched = true
    if (recount) recount(form)
  })
  form.addEventListener('change', (event) => {
    if (REDRAW.includes(event.target.name)) redraw(form, event.target)
  })
  form.addEventListener('submit', () => {
    touched = false
    keepPlace(form)
  })
  window.addEventListener('beforeunload', (event) => {
    if (touched) event.preventDefault()
  })
  restorePlace(form)
}

document.addEventListener('keydown', (event) => {
  if (event.code !== 'Slash' || event.ctrlKey || event.metaKey || event.altKey) return
  if (/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) return
  const search = document.querySelector('input[type="search"]')
  if (!search) return
  event.preventDefault()
  search.focus()
})
`
