/** How a run's page looks, by day and by night. */
export const reportStyle = `
:root { color-scheme: light dark; --paper: #ffffff; --card: #f7f8fa; --ink: #1c2430; --soft: #5b6675; --rule: #dde2ea; --train: #2f6fde; --val: #d9731a }
@media (prefers-color-scheme: dark) { :root { --paper: #14181f; --card: #1c222c; --ink: #e4e8ee; --soft: #97a3b4; --rule: #313a48; --train: #7aa8ff; --val: #f0a35a } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif }
main { max-width: 980px; margin: 0 auto; padding: 32px 24px 64px }
header { border-bottom: 1px solid var(--rule); margin-bottom: 8px }
h1 { font-size: 28px; line-height: 1.2; margin: 0 } header p { color: var(--soft); margin: 6px 0 18px }
h2 { font-size: 17px; margin: 30px 0 10px }
.curves { display: grid; grid-template-columns: repeat(auto-fit, minmax(300px, 1fr)); gap: 14px }
figure { margin: 0; padding: 12px 12px 4px; background: var(--card); border: 1px solid var(--rule); border-radius: 8px; max-width: 560px }
figcaption { font-weight: 600; font-size: 14px } svg { display: block; width: 100%; height: auto }
.grid { stroke: var(--rule) } svg text { fill: var(--soft); font-size: 11px }
.value, .last { text-anchor: end } .first { text-anchor: start }
polyline { fill: none; stroke-width: 1.8; stroke-linejoin: round }
polyline.train { stroke: var(--train) } polyline.val { stroke: var(--val) } circle.train { fill: var(--train) } circle.val { fill: var(--val) }
.legend { margin: 0 0 10px; color: var(--soft) } .key { margin-right: 18px }
.key::before { content: ""; display: inline-block; width: 16px; height: 3px; border-radius: 2px; margin-right: 7px; vertical-align: middle; background: var(--train) }
.key.val::before { background: var(--val) }
.wide { overflow-x: auto } table { border-collapse: collapse; font-variant-numeric: tabular-nums }
table.list { width: 100% } th, td { text-align: left; padding: 5px 18px 5px 0; border-bottom: 1px solid var(--rule); vertical-align: top; overflow-wrap: anywhere }
thead th { color: var(--soft); font-weight: 500; font-size: 13px } tbody th { font-weight: 500; white-space: nowrap }
table.facts th { color: var(--soft); font-weight: 400 }
pre { background: var(--card); border: 1px solid var(--rule); border-radius: 8px; padding: 14px 16px; overflow-x: auto; font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace }
`;
