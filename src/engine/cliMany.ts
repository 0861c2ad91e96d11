/* What the console does with many texts: `score-many FILE --task …`, or with JSON as other methods have it. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import {
  MANY_FORMATS,
  MANY_TASKS,
  type CallOptions,
  type ManyProgress,
  type Params,
  type PlanManyValue,
  type Values,
} from '../protocol/engine/index.js';
import { durationText } from '../many/duration.js';
import { journalOf } from '../many/journal.js';
import { runCall } from './cliCalls.js';
import { placeOf } from './cliSearch.js';

export const MANY_USAGE = `usage: npm run --silent engine -- score-many FILE [--task ${MANY_TASKS.join('|')}] [--model MODEL] [--output FILE]
       FILE: a table (csv, tsv), JSON lines, a text whose lines are texts, or a folder of text files
       --column NAME   whose values are the texts            --kind table|jsonl|lines|folder   where the name does not tell
       --format ${MANY_FORMATS.join('|')}   by the output's name when left out
       --labels A,B,…  those that fit (zero-shot)            --template 'This text is about {label}.'
       --stride N|true windows of texts that are too long    --pooling, --prompt-name: of embeddings
       --decoding JSON --max-new-tokens N                    of continuations
       --restart       begins anew where another run was broken off; --overwrite replaces a result that is there
       or: score-many '{"input": …, "task": …, "output": …}', - for standard input
       Exit status: 0 all texts have a result, 3 some have an error in their row, 1 the run failed (go on with the same command),
       130 it was stopped (likewise), 2 wrong arguments.`;

const OPTIONS = {
  task: { type: 'string' },
  model: { type: 'string' },
  output: { type: 'string' },
  column: { type: 'string' },
  kind: { type: 'string' },
  format: { type: 'string' },
  labels: { type: 'string' },
  template: { type: 'string' },
  stride: { type: 'string' },
  'within-word': { type: 'boolean' },
  pooling: { type: 'string' },
  'prompt-name': { type: 'string' },
  decoding: { type: 'string' },
  'max-new-tokens': { type: 'string' },
  stop: { type: 'string', multiple: true },
  restart: { type: 'boolean' },
  overwrite: { type: 'boolean' },
  'no-estimate': { type: 'boolean' },
} as const;

/** Seconds between two lines of progress where nobody sees one that is rewritten. */
const LINE_EVERY = 30;

type Given = Params<'scoreMany'>;

/** What the console asks, and where it says how far it is. */
export interface ManyConsole {
  plan: (params: Params<'planMany'>, options: CallOptions, signal: AbortSignal) => Promise<Values['planMany']>;
  run: (params: Given, options: CallOptions, signal: AbortSignal) => Promise<Values['scoreMany']>;
  /** JSON of standard input */
  stdin: () => Promise<string>;
  print: (line: string) => void;
  /** progress, where somebody looks */
  write: (text: string) => void;
  /** a line of the standard error, whoever reads it */
  say: (text: string) => void;
  isTerminal: boolean;
  /** when it is to be stopped */
  signal: AbortSignal;
}

/**
 * Asks a model of many texts: says how long it will take, how far it is, and prints what came of it as one JSON document.
 * @returns the exit status
 */
export async function scoreManyInConsole(args: readonly string[], to: ManyConsole): Promise<number> {
  let asked: { params: Given; isEstimated: boolean };
  try {
    asked = await given(args, to.stdin);
  } catch (error) {
    to.say(`${(error as Error).message}\n${MANY_USAGE}`);
    return 2;
  }
  const { params, isEstimated } = asked;
  let value: Values['scoreMany'] | null = null;
  const answer = await runCall(
    async () => {
      if (isEstimated) await estimate(params, to);
      const show = progressTo(to);
      const onProgress: CallOptions['onProgress'] = (progress) => progress.kind === 'many' && show(progress.progress);
      return (value = await to.run(params, { onProgress }, to.signal).finally(() => to.write('\r\u001b[K')));
    },
    'scoreMany',
    '{}',
  );
  to.print(answer.line);
  if (value === null) {
    if (!to.signal.aborted) {
      if (existsSync(journalOf(params.output))) to.say('What was done is kept: the same command goes on with it.');
      return 1;
    }
    to.say('Stopped. What was done is kept: the same command goes on with it.');
    return 130;
  }
  return tellEnd(value, to);
}

function tellEnd({ output, rows, errors, failed }: Values['scoreMany'], { say }: ManyConsole): number {
  say(`${output}: ${countOf(rows, 'row')}, ${countOf(errors, 'error')}`);
  for (const { line, name, message } of failed) say(`  ${name ?? `line ${line}`}: ${message}`);
  if (errors > failed.length) say(`  and ${errors - failed.length} more, in the column error`);
  return errors > 0 ? 3 : 0;
}

const countOf = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

/** Says before anything is done how long it will take. */
async function estimate(params: Given, to: ManyConsole): Promise<void> {
  const settings: Partial<Given> = { ...params };
  delete settings.restart;
  delete settings.overwrite;
  const plan = await to.plan(settings as Params<'planMany'>, {}, to.signal);
  to.say(planLine(plan, params.restart === true));
}

function planLine(plan: PlanManyValue, isAnew: boolean): string {
  const { texts, unread, column, seconds, state, done, model } = plan;
  const parts = [
    `${countOf(texts, 'text')}${column === null ? '' : ` of the column ${column}`} for ${model}`,
    ...(unread > 0 ? [`${countOf(unread, 'line')} without one`] : []),
    ...(state === 'begun' && !isAnew ? [`${done} done before`] : []),
    ...(seconds === null ? [] : [`about ${durationText(seconds)}`]),
  ];
  return parts.join(', ');
}

/** A line that is rewritten, or now and then a new one. */
function progressTo({ write, say, isTerminal }: ManyConsole): (progress: ManyProgress) => void {
  let said = Date.now();
  return ({ stage, done, total, errors, secondsLeft, waitsFor }) => {
    const parts = [
      `${stage}: ${done}${total === null ? '' : ` of ${total}`}`,
      ...(errors > 0 ? [countOf(errors, 'error')] : []),
      ...(secondsLeft === null ? [] : [`about ${durationText(secondsLeft)} left`]),
      ...(waitsFor === undefined ? [] : [`waiting for the server, which is asked again in ${Math.ceil(waitsFor)} s`]),
    ];
    if (isTerminal) return write(`\r${parts.join(', ')}\u001b[K`);
    if (Date.now() - said < LINE_EVERY * 1000) return;
    said = Date.now();
    say(parts.join(', '));
  };
}

/** What was asked, as the method takes it. @throws an error with what is wrong */
async function given(
  args: readonly string[],
  stdin: () => Promise<string>,
): Promise<{ params: Given; isEstimated: boolean }> {
  const [first] = args;
  if (first === '-' || first?.trimStart().startsWith('{')) {
    const params = JSON.parse(first === '-' ? await stdin() : first) as Given;
    const whole = (value: unknown) => (typeof value === 'string' && value !== '' ? placeOf(value) : value);
    return {
      params: { ...params, input: whole(params.input), output: whole(params.output) } as Given,
      isEstimated: true,
    };
  }
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new Error('score-many takes one file or folder.');
  const { kind, labels, stride, decoding, 'no-estimate': silent, ...rest } = values;
  const task = rest.task ?? 'perplexity';
  const params = {
    ...pick(rest, ['model', 'column', 'format', 'template', 'pooling', 'stop', 'restart', 'overwrite']),
    input: placeOf(file),
    task,
    output: rest.output === undefined ? outputFor(placeOf(file), task, rest.format) : placeOf(rest.output),
    ...(kind !== undefined && { inputKind: kind }),
    ...(labels !== undefined && { labels: labels.split(',').map((label) => label.trim()) }),
    ...(stride !== undefined && { stride: stride === 'true' ? true : Number(stride) }),
    ...(rest['within-word'] !== undefined && { withinWord: rest['within-word'] }),
    ...(rest['prompt-name'] !== undefined && { promptName: rest['prompt-name'] }),
    ...(decoding !== undefined && { decoding: JSON.parse(decoding) as unknown }),
    ...(rest['max-new-tokens'] !== undefined && { maxNewTokens: Number(rest['max-new-tokens']) }),
  };
  return { params: params as Given, isEstimated: silent !== true };
}

const pick = (from: Record<string, unknown>, names: readonly string[]) =>
  Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));

/** Beside the input: `reviews.csv` becomes `reviews.perplexity.csv`. */
function outputFor(input: string, task: string, format = 'csv'): string {
  const { dir, name } = path.parse(input);
  return path.join(dir, `${name}.${task}.${format}`);
}
