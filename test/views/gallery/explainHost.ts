// Stands in for the editor on the development page: answers the view's messages from the fixtures.
import type { ExplainContract, LastResult } from '../../../src/protocol/webviews/index.js';
import type { Sequence } from '../../../src/protocol/engine/index.js';
import { GlassboxError } from '../../../src/protocol/engine/errors.js';
import { readings } from '../explain/readings.js';
import { fixture, language, query, standIn } from './standIn.js';

const named = query.get('show') ?? 'fill';
const reading = named in readings ? readings[named as keyof typeof readings] : undefined;
const result = reading ?? (fixture(named) as LastResult | undefined) ?? null;
/** What the model said to the first sentence of the translation: at once, and behind another word at a place. */
const sentence = fixture('sentence') as { own: Sequence[]; prefix: number[]; behind: Sequence[] };

/** The sentence whose alternatives are open. */
const open = query.get('sentence');

const post = standIn<ExplainContract>({
  ready: () => show(result),
  receive: ({ what, text }) => {
    console.log(text);
    post({ type: 'copied', what });
  },
  ...(open !== null && { kept: { run: result?.milliseconds, step: 0, scale: 'linear', sentence: Number(open) } }),
  request: (name, params: { targetPrefix?: number[] }) => {
    if (name === 'replaceSentence') return true;
    if (!params.targetPrefix?.length) return sentence.own;
    if (params.targetPrefix.join() === sentence.prefix.join()) return sentence.behind;
    throw new GlassboxError('engine-died', 'The gallery knows one other word only.', {
      details: { kind: 'restarted' },
    });
  },
});

const show = (shown: LastResult | null) =>
  post({ type: 'show', result: shown, placed: shown?.kind === 'translate', language, shell: 'posix' });
Object.assign(window, { show });
