// Documents of all installed packages, translated by a stand-in that mixes, drops and repeats words:
// npm run bench -- documents [FOLDER] [SAMPLE]
import { faultOf, findCorpus, sampleOf } from '../test/unit/documents/corpus.js';

const [folder = 'node_modules', count = 'all'] = process.argv.slice(2);
const all = findCorpus(folder);
const files = count === 'all' ? all : sampleOf(all, Number(count), 3);
const before = process.cpuUsage();
const kinds = new Map<string, { files: number; faults: number }>();
for (const file of files) {
  const kind = kinds.get(file.format) ?? { files: 0, faults: 0 };
  kinds.set(file.format, kind);
  kind.files++;
  const fault = faultOf(file, 7);
  if (fault === null) continue;
  kind.faults++;
  console.log(`${file.path}\n  ${fault}`);
}
const { user, system } = process.cpuUsage(before);
console.log('| format | files | structure differs |\n| --- | --- | --- |');
for (const [format, { files: read, faults }] of kinds) console.log(`| ${format} | ${read} | ${faults} |`);
console.log(`${((user + system) / 1e6).toFixed()} s of processor time`);
