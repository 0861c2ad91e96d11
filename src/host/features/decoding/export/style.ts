/** The style of a saved comparison; it follows the reader's system. */
export const STYLE = `
:root { --text: #24292f; --dim: #57606a; --line: #d0d7de; --page: #ffffff; --card: #f6f8fa;
  --c0: #0969da; --c1: #1a7f37; --c2: #9a6700; --c3: #cf222e; --c4: #8250df; --c5: #bc4c00; --c6: #1b7c83; --c7: #57606a; }
@media (prefers-color-scheme: dark) {
  :root { --text: #d6dae0; --dim: #9aa2ac; --line: #3a4048; --page: #16191d; --card: #1e2227;
    --c0: #58a6ff; --c1: #56d364; --c2: #e3b341; --c3: #ff7b72; --c4: #bc8cff; --c5: #ffa657; --c6: #39c5cf; --c7: #9aa2ac; }
}
* { box-sizing: border-box; }
body { max-width: 1100px; margin: 0 auto; padding: 24px 20px 40px; color: var(--text); background: var(--page);
  font: 15px/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { margin: 0; font-size: 1.4em; }
h2 { margin: 28px 0 8px; font-size: 1.05em; }
h3 { margin: 0; font-size: 1em; }
p, ul, blockquote { margin: 4px 0; }
.dim { color: var(--dim); }
.small { font-size: 0.85em; }
blockquote { padding: 8px 12px; border-left: 3px solid var(--c0); background: var(--card); white-space: pre-wrap; }
.runs { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 320px), 1fr)); gap: 12px; }
article { padding: 10px 14px; border: 1px solid var(--line); border-radius: 6px; background: var(--card); }
.text { line-height: 1.8; white-space: pre-wrap; }
.level0 { border-bottom: 1px solid var(--c0); }
.level1 { border-bottom: 2px solid var(--c1); }
.level2 { border-bottom: 3px solid var(--c2); }
.level3 { border-bottom: 4px double var(--c3); }
.fault { color: var(--c3); font-weight: 600; }
.warnings { padding-left: 18px; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 4px 12px 4px 0; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
th:first-child { min-width: 12em; text-align: left; white-space: normal; }
thead th { color: var(--dim); font-size: 0.85em; font-weight: 600; }
tbody th { font-weight: 400; }
.chart { display: block; width: 100%; max-width: 900px; font-size: 11px; }
.chart text { fill: var(--dim); }
.chart .grid { stroke: var(--line); }
polyline { fill: none; stroke-width: 1.75; stroke-linejoin: round; }
.line0 { stroke: var(--c0); } .line1 { stroke: var(--c1); stroke-dasharray: 6 3; }
.line2 { stroke: var(--c2); stroke-dasharray: 2 3; } .line3 { stroke: var(--c3); stroke-dasharray: 8 3 2 3; }
.line4 { stroke: var(--c4); } .line5 { stroke: var(--c5); stroke-dasharray: 6 3; }
.line6 { stroke: var(--c6); stroke-dasharray: 2 3; } .line7 { stroke: var(--c7); stroke-dasharray: 8 3 2 3; }
.keys { display: flex; flex-wrap: wrap; gap: 2px 16px; padding: 0; font-size: 0.85em; list-style: none; }
.key { width: 26px; height: 8px; }
footer { margin-top: 32px; }
`;
