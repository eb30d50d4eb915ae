/** The look of the web client: a quiet ledger with an amber section panel, light and dark, wide and narrow, printable. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --desk: #f6f5f1; --ink: #24231f; --soft: #67645b; --line: #dedbd0; --line-strong: #a9a597;
  --rail: #fbf3d3; --rail-line: #eadfae; --rail-now: #f4e4a0; --main: #f5cf4d; --main-line: #d1a815; --main-ink: #302700;
  --link: #1f5f97; --good: #1d6b3c; --good-soft: #e4f3e8; --bad: #a32c20; --bad-soft: #fbe9e6; --care: #7a5400; --care-soft: #fff3d6;
  --focus: #2f7fc4; --row: #fbfaf6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #201f1c; --desk: #181715; --ink: #eae7de; --soft: #a9a598; --line: #38362f; --line-strong: #6d695d;
    --rail: #29261b; --rail-line: #3d3826; --rail-now: #403a20; --main: #dcb534; --main-line: #f0cb55; --main-ink: #1f1900;
    --link: #8cc1f0; --good: #84d3a0; --good-soft: #1d3325; --bad: #f39a8e; --bad-soft: #3d211d; --care: #efc878; --care-soft: #382c13;
    --focus: #7ab8ee; --row: #252420;
  }
}
* { box-sizing: border-box; }
html { font: 14px/1.45 "Segoe UI", "Noto Sans", "DejaVu Sans", Arial, sans-serif; }
body { margin: 0; background: var(--desk); color: var(--ink); min-height: 100vh; display: flex; flex-direction: column; }
a { color: var(--link); text-underline-offset: 2px; }
h1 { font-size: 1.5rem; font-weight: 600; margin: 0 0 1rem; overflow-wrap: anywhere; }
h2 { font-size: 1.05rem; font-weight: 600; margin: 1.25rem 0 .5rem; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 1px; }
main:focus { outline: none; }
.icon { width: 1.25em; height: 1.25em; flex: none; fill: none; stroke: currentColor; stroke-width: 1.7; stroke-linecap: round; stroke-linejoin: round; }
.faint { color: var(--soft); font-weight: 400; }
.skip { position: absolute; left: -99rem; background: var(--paper); padding: .5rem 1rem; z-index: 2; }
.skip:focus { left: .5rem; top: .5rem; }

.top { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: .25rem 1.5rem; padding: .5rem 1rem; background: var(--rail); border-bottom: 1px solid var(--rail-line); }
.brand { display: flex; align-items: center; gap: .5rem; color: inherit; text-decoration: none; margin: 0; }
.brand .icon { width: 1.5rem; height: 1.5rem; }
.top-facts { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1rem; }
.closed { color: var(--soft); font-size: .85rem; }
.stopped { color: var(--bad); font-weight: 600; font-size: .85rem; }
.who { display: flex; align-items: center; gap: .6rem; }
.languages { display: inline-flex; gap: .5rem; font-size: .85rem; }
.languages a[aria-current] { color: inherit; font-weight: 600; text-decoration: none; }

.body { display: flex; flex: 1; min-height: 0; }
.sections { width: 16.5rem; flex: none; background: var(--rail); border-right: 1px solid var(--rail-line); padding: .75rem 0; }
.sections a { display: flex; align-items: center; gap: .7rem; padding: .65rem 1rem; color: inherit; text-decoration: none; border-left: 3px solid transparent; }
.sections a:hover { background: var(--rail-now); }
.sections a[aria-current] { background: var(--rail-now); border-left-color: var(--main-line); font-weight: 600; }
main { flex: 1; min-width: 0; padding: 1.25rem 1.5rem 3rem; }

button, .button, input, select, textarea { font: inherit; color: inherit; }
button, .button { display: inline-block; padding: .38rem .85rem; border: 1px solid var(--line-strong); border-radius: 4px; background: var(--paper); text-decoration: none; cursor: pointer; white-space: nowrap; }
button:hover, .button:hover { border-color: var(--ink); }
button.main, .button.main { background: var(--main); border-color: var(--main-line); color: var(--main-ink); font-weight: 600; }
button.small { padding: .22rem .6rem; font-size: .92rem; }
button.plain { border: 0; background: none; padding: 0; color: var(--link); text-decoration: underline; text-underline-offset: 2px; }
button.cross { border: 0; background: none; padding: 0 .5rem; font-size: 1.2rem; line-height: 1.4; color: var(--soft); }
button.cross:hover { color: var(--bad); }
input, select, textarea { width: 100%; min-width: 0; padding: .36rem .5rem; border: 1px solid var(--line-strong); border-radius: 4px; background: var(--paper); }
input[type="checkbox"] { width: 1.1rem; height: 1.1rem; margin: 0; accent-color: var(--main-line); }
textarea { resize: vertical; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }

.toolbar { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem; margin-bottom: 1rem; }
.crumb { margin: 0 0 .25rem; font-size: .92rem; }
h1 .badge { font-weight: 400; margin-left: .5rem; vertical-align: .15em; }
.search { display: flex; flex: 1 1 24rem; gap: .5rem; max-width: 44rem; }
.search input { flex: 2; } .search select { flex: 1; }
.scroll { overflow-x: auto; background: var(--paper); border: 1px solid var(--line); border-radius: 6px; }
table { width: 100%; border-collapse: collapse; }
th { text-align: left; font-weight: 600; color: var(--soft); font-size: .88rem; white-space: nowrap; background: var(--row); }
th.number { text-align: right; }
thead td { background: var(--row); }
.aside { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
th, td { padding: .45rem .7rem; border-bottom: 1px solid var(--line); vertical-align: middle; }
tbody tr:last-child td { border-bottom: 0; }
.list tbody tr:hover { background: var(--row); }
.list tr.marked td:not(:first-child) { color: var(--soft); text-decoration: line-through; }
.list tr.touched { background: var(--care-soft); }
.list td { max-width: 20rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.list td.minor { max-width: 13rem; }
.lines td { padding: .3rem .35rem; }
.lines .wide { min-width: 13rem; } .lines .widest { min-width: 24rem; width: 60%; }
.lines input.number { min-width: 6.5rem; } .lines select { min-width: 5.5rem; }
.tools { display: flex; gap: .5rem; margin: .5rem 0; }
.lines + .tools, .scroll + button { margin-top: .5rem; }
.badge { display: inline-flex; align-items: center; gap: .35rem; padding: .05rem .55rem .05rem .35rem; border-radius: 99px; border: 1px solid var(--line); font-size: .85rem; white-space: nowrap; text-decoration: none; color: var(--soft); }
.badge .icon { width: 1rem; height: 1rem; }
.list .badge { padding: .2rem; }
.badge.posted { color: var(--good); background: var(--good-soft); border-color: transparent; }
.badge.marked { color: var(--bad); background: var(--bad-soft); border-color: transparent; }
.badge.draft { border-style: dashed; border-color: var(--line-strong); }
.paid { display: inline-flex; align-items: center; gap: .5rem; font-size: .88rem; font-weight: 400; }
progress { width: 4.5rem; height: .5rem; border: 0; border-radius: 99px; overflow: hidden; background: var(--line); appearance: none; }
progress::-webkit-progress-bar { background: var(--line); }
progress::-webkit-progress-value { background: var(--good); }
progress::-moz-progress-bar { background: var(--good); }
.pager { display: flex; gap: 1rem; margin-top: .75rem; color: var(--soft); }
.empty { padding: 2rem 1rem; text-align: center; color: var(--soft); background: var(--paper); border: 1px dashed var(--line-strong); border-radius: 6px; }

.fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .75rem 1rem; }
.field { display: flex; flex-direction: column; gap: .2rem; }
.field > span { color: var(--soft); font-size: .88rem; }
.field.wide { grid-column: 1 / -1; max-width: 64rem; }
.check { display: flex; align-items: center; gap: .5rem; align-self: end; padding-bottom: .45rem; }
.totals { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: .5rem 2rem; margin: 1rem 0 0; }
.totals div { text-align: right; }
.totals dt { color: var(--soft); font-size: .88rem; }
.totals dd { margin: 0; font-size: 1.15rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.notice { padding: .6rem .9rem; margin-bottom: 1rem; border-radius: 6px; border-left: 4px solid; }
.notice p { margin: .25rem 0 0; }
.notice.done { background: var(--good-soft); color: var(--good); }
.notice.refused { background: var(--bad-soft); color: var(--bad); }
.notice.careful { background: var(--care-soft); color: var(--care); }
.boxes { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 1rem; margin-top: 1.5rem; align-items: start; }
.box { background: var(--paper); border: 1px solid var(--line); border-radius: 6px; padding: .25rem 1rem 1rem; }
.box h2 { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .5rem; margin: .6rem 0; }
.history, .payments { list-style: none; margin: 0; padding: 0; }
.history > li, .payments > li { padding: .4rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
.history ul { margin: .2rem 0 0; padding-left: 1.2rem; color: var(--soft); }
.payments > li { display: flex; flex-wrap: wrap; gap: .25rem 1rem; } .payments b { margin-left: auto; font-variant-numeric: tabular-nums; }
time { color: var(--soft); font-variant-numeric: tabular-nums; }

.sign-in { display: grid; place-items: center; padding: 1rem; }
.sign-in form { width: 22rem; max-width: 100%; display: grid; gap: .9rem; background: var(--paper); border: 1px solid var(--line); border-top: 4px solid var(--main-line); border-radius: 6px; padding: 1.5rem; }
.sign-in h1 { font-size: 1.2rem; margin: 0; } .sign-in .notice { margin: 0; } .sign-in .languages { justify-content: center; }

.panel { margin-top: 1.25rem; border: 1px solid var(--line); border-radius: 6px; background: var(--paper); overflow: hidden; }
.panel > h2 { margin: 0; padding: .55rem .8rem; border-bottom: 1px solid var(--line); background: var(--row); }
.panel > p { margin: 0; padding: .7rem .8rem; color: var(--soft); }
.panel iframe { display: block; width: 100%; height: 12rem; border: 0; }
@media (min-width: 96rem) {
  .with-panel { display: grid; grid-template-columns: minmax(0, 1fr) 27rem; gap: 1.25rem; align-items: start; }
  .with-panel > .panel { margin-top: 0; }
}

@media (max-width: 52rem) {
  .body { flex-direction: column; }
  .sections { width: auto; display: flex; overflow-x: auto; padding: 0; border-right: 0; border-bottom: 1px solid var(--rail-line); }
  .sections a { padding: .6rem .8rem; border-left: 0; border-bottom: 3px solid transparent; white-space: nowrap; }
  .sections a[aria-current] { border-bottom-color: var(--main-line); }
  main { padding: 1rem .8rem 2rem; }
  .minor { display: none; }
  .search { flex-basis: 100%; flex-wrap: wrap; } .search input { flex-basis: 100%; }
  .closed { display: none; }
  .list, .list tbody, .list td, .lines, .lines tbody { display: block; }
  .list thead, .lines thead { position: absolute; clip-path: inset(50%); }
  .list tr { display: flex; flex-wrap: wrap; align-items: center; gap: .1rem .7rem; padding: .6rem .7rem; border-bottom: 1px solid var(--line); }
  .list td { padding: 0; border: 0; max-width: 100%; }
  .list td.number { font-weight: 600; margin-left: auto; }
  .lines tr { display: grid; gap: .4rem; padding: .7rem; border-bottom: 1px solid var(--line); }
  .lines td { display: grid; grid-template-columns: 7.5rem minmax(0, 1fr); align-items: center; padding: 0; border: 0; min-width: 0; }
  .lines td::before { content: attr(data-label); color: var(--soft); font-size: .88rem; text-align: left; }
  .lines td > output { justify-self: end; } .lines td > button { justify-self: end; }
}
@media print { .top, .sections, .panel, .toolbar, .tools, .cross, .boxes { display: none; } body { background: none; } }
`
