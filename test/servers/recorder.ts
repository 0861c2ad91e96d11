/* `node test/servers/record.mjs`: writes down what a real server answers. */
import { writeFileSync } from 'node:fs';
import { askAll } from './lib/askAll.js';
import { fold, keyOf, unfold, type RecordedAnswer, type Recording } from './lib/recording.js';

/** JSON with a line for each answer. */
function lines({ answers, ...rest }: Recording): string {
  const head = JSON.stringify(rest).slice(0, -1);
  return `${head},\n"answers":[\n${answers.map((one) => JSON.stringify(one)).join(',\n')}\n]}`;
}

async function main(): Promise<void> {
  const [address, file, model] = process.argv.slice(2);
  if (!address || !file) throw new Error('usage: node test/servers/record.mjs ADDRESS FILE [MODEL]');
  const answers = new Map<string, RecordedAnswer>();
  const recorded: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    const answer = await response.text();
    const path = new URL(input as string).pathname;
    const body = keyOf(typeof init?.body === 'string' ? init.body : '');
    const kept = fold(answer);
    const type = response.headers.get('content-type') ?? '';
    answers.set(`${path} ${body}`, { path, body, status: response.status, type, answer: kept });
    return new Response(unfold(kept), { status: response.status, headers: { 'content-type': type } });
  };
  const { abilities, results } = await askAll(address, model, recorded);
  const recording: Recording = { abilities, results, answers: [...answers.values()] };
  writeFileSync(file, `${lines(recording)}\n`);
  console.log(`${file}: ${answers.size} answers`);
}

main().catch((error: unknown) => {
  console.error(String(error));
  process.exitCode = 1;
});
