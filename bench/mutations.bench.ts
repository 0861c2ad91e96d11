// Folders of models with something wrong in them, each given to an engine in a process of its own:
// npm run bench -- mutations [COUNT | all] [ENGINE.js]
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { allMutations, sampleOf } from './mutations/index.js';
import { KINDS } from './mutations/mutation.js';
import { FAULTS, MutationRunner, type Outcome } from './mutations/run.js';

async function main(): Promise<void> {
  const root = process.cwd();
  const [count = 'all', script = path.join(root, 'dist/engine.js'), only = ''] = process.argv.slice(2);
  const all = allMutations().filter(({ kind, name }) => `${kind}: ${name}`.includes(only));
  const chosen = count === 'all' ? all : sampleOf(all, Number(count));
  const runner = new MutationRunner(root, path.resolve(script));
  const outcomes: Outcome[] = [];
  for (const mutation of chosen) {
    const outcome = await runner.run(mutation);
    outcomes.push(outcome);
    const { faults, answers, peak, milliseconds } = outcome;
    if (faults.size === 0) continue;
    console.log(
      `${mutation.kind} | ${mutation.name} | ${[...faults].join(', ')} | ${(peak / 1e6).toFixed()} MB, ${(milliseconds / 1000).toFixed(1)} s`,
    );
    for (const [method, answer] of Object.entries(answers)) {
      if (/^(died|hung|internal)/.test(answer) || mutation.refusal)
        console.log(`    ${method}: ${answer.slice(0, 300)}`);
    }
  }
  await runner.dispose();
  writeFileSync(
    path.join(root, 'dist/bench/mutations.json'),
    JSON.stringify(
      outcomes.map(({ mutation, faults, ...rest }) => ({ ...mutation, faults: [...faults], ...rest })),
      null,
      1,
    ),
  );

  const withFault = (kind: string, fault: (typeof FAULTS)[number]) =>
    outcomes.filter((one) => (kind === 'all' || one.mutation.kind === kind) && one.faults.has(fault)).length;
  console.log(`| kind | folders | ${FAULTS.join(' | ')} |\n| --- | ${'--- | '.repeat(FAULTS.length + 1)}`.trimEnd());
  for (const kind of [...KINDS, 'all']) {
    const folders = outcomes.filter((one) => kind === 'all' || one.mutation.kind === kind).length;
    if (folders > 0)
      console.log(`| ${kind} | ${folders} | ${FAULTS.map((fault) => withFault(kind, fault)).join(' | ')} |`);
  }
}

void main();
