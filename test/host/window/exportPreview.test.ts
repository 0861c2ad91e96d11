/* Comparisons of hostile texts as VS Code's own preview shows their Markdown, and a browser their HTML. */
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Comparison } from '../../../src/host/features/decoding/export/comparison.js';
import { comparisonHtml } from '../../../src/host/features/decoding/export/html.js';
import { comparisonMarkdown } from '../../../src/host/features/decoding/export/markdown.js';
import { exportNumbers } from '../../../src/host/features/decoding/export/numbers.js';
import { focusEditor } from '../lib/editor.js';
import { runCommand } from '../lib/palette.js';
import { picture } from '../lib/pictures.js';
import { webview } from '../lib/window.js';
import { useWorkbench } from '../lib/workbench.js';

const FOREIGN = [
  'http://evil.example/a<img src=https://evil.example/x.png onerror=alert(1)>',
  '![a picture](https://evil.example/y.png) [a link](command:workbench.action.closeWindow)',
  'It costs $x$ or $$\\sum x$$ at www.evil.example, a@evil.example',
  '</blockquote><script>document.title="evil"</script><!-- ',
  '# No heading\n\n- no list\n\n| no | table |\n| --- | --- |\n```\nno code',
];
const TEXT = FOREIGN.join('\n');

const comparison: Comparison = {
  model: FOREIGN[0]!,
  prompt: TEXT,
  maxNewTokens: 5,
  date: 'today',
  runs: [
    {
      name: FOREIGN[2]!,
      decoding: { strategy: 'greedy' },
      sequences: [{ ids: [1], text: TEXT, steps: [], finish: 'length', logProbability: -1, score: -1 }],
      metrics: null,
      warnings: [FOREIGN[1]!],
      seed: null,
      branch: { of: FOREIGN[0]!, sequence: 0, step: 1, chosen: FOREIGN[1]! },
      fault: FOREIGN[3]!,
    },
  ],
};
const numbers = exportNumbers('en');

const workbench = useWorkbench({
  files: {
    'comparison.md': comparisonMarkdown(comparison, numbers),
    'comparison.html': comparisonHtml(comparison, numbers),
  },
});

/** Elements that only a foreign text could have made. */
const ACTING = 'img, video, iframe, script[src*="evil"], a[href*="evil"], a[href^="command"], .katex, [onerror]';

test('VS Code’s preview of the Markdown shows foreign texts as they were written', async () => {
  const { page } = workbench();
  await focusEditor(workbench());
  await runCommand(page, 'Markdown: Open Preview');
  const preview = await webview(page, '.markdown-body h1, body.vscode-body h1');
  await picture(workbench(), 'export-preview-markdown');
  expect(await preview.locator(ACTING).count()).toBe(0);
  const said = await preview.locator('body').innerText();
  for (const text of FOREIGN.flatMap((one) => one.split('\n')).filter((line) => line !== '')) {
    expect(said.replace(/\s+/g, ' ')).toContain(text.trim());
  }
});

test('a browser shows the HTML and asks nobody for anything', async () => {
  const page = await workbench().page.context().newPage();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const file = `file://${path.join(workbench().folder, 'comparison.html')}`;
  await page.goto(file);
  await page.screenshot({ path: path.join(import.meta.dirname, '../../../test-results/window/export-html.png') });
  expect(asked).toEqual([file]);
  expect(await page.title()).not.toBe('evil');
  expect(await page.locator(ACTING).count()).toBe(0);
  expect(await page.locator('body').innerText()).toContain('<img src=https://evil.example/x.png onerror=alert(1)>');
  await page.close();
});
