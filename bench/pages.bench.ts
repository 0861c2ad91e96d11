/* What a user's keys, wheel and pointer cost on the pages, from the browser's own trace. `npm run bench -- pages [PART]` */
import { line } from './figures.js';
import { attention } from './pages/attention.js';
import { decoding, decodingLab } from './pages/decoding.js';
import { explain } from './pages/explain.js';
import { buildPages, startBrowser } from './pages/harness.js';

async function main(): Promise<void> {
  buildPages();
  const browser = await startBrowser();
  try {
    console.log('| what | scripting, style and layout (median) | most | target |\n| --- | --- | --- | --- |');
    const only = process.argv[2];
    const parts = { attention, decoding, decodingLab, explain };
    const chosen = Object.entries(parts).filter(([name]) => only === undefined || name === only);
    const measured = [];
    for (const [, part] of chosen) measured.push(...(await part(browser)));
    for (const { what, milliseconds, target } of measured) {
      const most = `${Math.max(...milliseconds).toFixed(1)} ms | ${target}`;
      console.log(line(what, milliseconds, 'ms', most));
    }
  } finally {
    await browser.close();
  }
}

void main();
