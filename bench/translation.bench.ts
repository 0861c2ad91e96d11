/* Lines of the kinds in which translations used to break, in the eight directions of t5-mini: what keeps structure and figures. */
import path from 'node:path';
import { LocalEngine } from '../src/engine/engine.js';
import { root } from './decoding/setup.js';
import { faultOf, TRUST_LINES } from '../test/model/methods/trustLines.js';

const OTHERS = ['German', 'French', 'Spanish', 'Romanian'];

const shown = process.argv.includes('--all');
const engine = new LocalEngine({
  embeddedFolder: path.join(root, 'models'),
  installedFolders: [],
  threads: 1,
  idleMinutes: 0,
});
async function main(): Promise<void> {
  console.log('| direction | lines | whole | kept as they were | in doubt |\n| --- | --- | --- | --- | --- |');
  const total = { lines: 0, whole: 0 };
  const faults: string[] = [];
  for (const from of ['English', ...OTHERS]) {
    for (const to of from === 'English' ? OTHERS : ['English']) {
      const lines = TRUST_LINES.filter((line) => line.from === from);
      const counts = { whole: 0, kept: 0, doubted: 0 };
      for (const line of lines) {
        const { text, segments } = await engine.call('translate', { text: line.text, from, to });
        const fault = faultOf(line, text);
        if (fault === null) counts.whole++;
        if (fault !== null || shown) faults.push(`${from} → ${to}: ${line.text} → ${text} ${fault ?? ''}`);
        if (segments.some(({ kept }) => kept)) counts.kept++;
        else if (segments.some(({ doubts }) => doubts !== undefined)) counts.doubted++;
      }
      total.lines += lines.length;
      total.whole += counts.whole;
      console.log(`| ${from} → ${to} | ${lines.length} | ${counts.whole} | ${counts.kept} | ${counts.doubted} |`);
    }
  }
  console.log(`| all | ${total.lines} | ${total.whole} (${((100 * total.whole) / total.lines).toFixed(1)} %) | | |`);
  for (const fault of faults) console.log(`- ${fault}`);
  await engine.dispose();
}

void main();
