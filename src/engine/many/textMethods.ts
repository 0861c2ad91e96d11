import { isStochastic } from '../../decoding/config/fields.js';
import type { ResultRow } from '../../many/columns.js';
import {
  checkParams,
  GlassboxError,
  type CheckedParams,
  type LabelProbability,
  type ManyTask,
  type MethodName,
  type ScoreValue,
} from '../../protocol/engine/index.js';
import { serverError } from '../../servers/index.js';
import { classify } from '../methods/classify.js';
import { embed } from '../methods/embed.js';
import { generate } from '../methods/generate.js';
import { score } from '../methods/score.js';
import type { MethodContext } from '../methods/shared/methodContext.js';
import { zeroShot } from '../methods/zeroShot.js';

type Asked = CheckedParams<'planMany'> | CheckedParams<'scoreMany'>;

/** A method that is asked of each text. */
export interface TextMethod {
  method: MethodName;
  /** all that it is asked with beside the text and the model */
  parameters: Readonly<Record<string, unknown>>;
  run: (context: MethodContext, text: string, signal: AbortSignal) => Promise<ResultRow>;
}

/** Parameters by the task that they are of. */
const OWN: Record<ManyTask, readonly (keyof Asked)[]> = {
  perplexity: ['stride', 'withinWord'],
  labels: ['labels', 'template'],
  embeddings: ['pooling', 'promptName'],
  continuations: ['decoding', 'maxNewTokens', 'stop'],
};

/** With more of them a column for each would only be in the way. */
const MOST_LABELS = 20;

/** How texts are continued that nothing else is asked for. */
const GREEDY = { strategy: 'greedy' } as const;

const silent = () => {};

/**
 * What a task asks of each text, by the methods that answer one text.
 * @throws GlassboxError `bad-request` for a parameter of another task
 */
export function textMethod(asked: Asked): TextMethod {
  const { task, model } = asked;
  for (const other of Object.values(OWN).flat()) {
    if (asked[other] !== undefined && !OWN[task].includes(other)) throw foreign(other, task);
  }
  const own = <M extends MethodName>(method: M, more: object = {}) => {
    const given = Object.fromEntries(
      OWN[task].flatMap((name) => (asked[name] === undefined ? [] : [[name, asked[name]]])),
    );
    const parameters = { ...given, ...more };
    // Checked once with its defaults: each text would be checked in the same way.
    const base = {
      ...checkParams(method, { ...parameters, model, ...(method === 'embed' ? { texts: [''] } : { text: '' }) }),
    };
    return { method, parameters, base };
  };
  switch (task) {
    case 'perplexity': {
      const { method, parameters, base } = own('score');
      const run: TextMethod['run'] = async (context, text, signal) =>
        perplexityRow(text, await score(context, { ...base, text }, silent, signal));
      return { method, parameters, run };
    }
    case 'labels': {
      if (asked.labels !== undefined) {
        const { method, parameters, base } = own('zeroShot');
        const run: TextMethod['run'] = async (context, text, signal) =>
          labelRow((await zeroShot(context, { ...base, text }, silent, signal)).labels, asked.labels);
        return { method, parameters, run };
      }
      if (asked.template !== undefined) throw foreign('template', task);
      const { method, parameters, base } = own('classify');
      const run: TextMethod['run'] = async (context, text, signal) =>
        labelRow((await classify(context, { ...base, text }, silent, signal)).labels);
      return { method, parameters, run };
    }
    case 'embeddings': {
      const { method, parameters, base } = own('embed');
      const run: TextMethod['run'] = async (context, text, signal) => {
        const { vectors, truncated = false } = await embed(context, { ...base, texts: [text] }, silent, signal);
        return { embedding: vectors[0]!.map(shortened), truncated };
      };
      return { method, parameters, run };
    }
    case 'continuations':
      return continuations(own('generate', { decoding: withSeed(asked.decoding) }));
  }
}

function continuations({
  method,
  parameters,
  base,
}: Omit<TextMethod, 'run'> & { base: CheckedParams<'generate'> }): TextMethod {
  return {
    method,
    parameters,
    run: async (context, text, signal) => {
      const written = await generate(context, { ...base, text }, silent, signal);
      const { sequences, warningDetails = [] } = written;
      const [first] = sequences;
      const broken = warningDetails.find((one) => one.kind === 'brokenOff');
      // Half a text is none: it is asked for anew.
      if (broken) throw serverError(broken);
      // Of texts that a server wrote as a whole there is only the count of all.
      const ofServer = sequences.length === 1 ? written.metrics.newTokens : null;
      const tokens = written.decodedByServer ? ofServer : (first?.ids.length ?? 0);
      return {
        ...{ continuation: first?.text ?? '', tokens, finish: first?.finish ?? null },
        log_probability: first?.logProbability ?? null,
        ...(sequences.length > 1 && { continuations: sequences.map((one) => one.text) }),
      };
    },
  };
}

/** Where chance has a part, a seed is made certain: a run that is gone on with, and the next one, give the same. */
const withSeed = (decoding: Asked['decoding'] = GREEDY) =>
  isStochastic(decoding) && decoding.seed === undefined ? { ...decoding, seed: 0 } : decoding;

const foreign = (name: string, task: ManyTask) =>
  new GlassboxError('bad-request', `scoreMany: ${name} is of another task than ${task}. Leave it out.`, {
    details: { kind: 'parameter', name },
  });

/**
 * Figures of a text. Bits are told for each byte of UTF-8 of what is predicted: nothing predicts a decoder's first token.
 * @throws GlassboxError `bad-request` (`nothingToRead`) where nothing is
 */
function perplexityRow(text: string, { tokens, logProbability, perplexity }: ScoreValue): ResultRow {
  const scored = tokens.filter((token) => token.logProbability !== null);
  const first = scored.find(({ start }) => start !== null);
  if (!first || perplexity === null) {
    throw new GlassboxError('bad-request', 'The text is one token, which nothing stands before to predict it.', {
      details: { kind: 'nothingToRead' },
    });
  }
  const bits = -logProbability / Math.LN2;
  const bytes = Buffer.byteLength(text.slice(first.start!));
  return { tokens: scored.length, nats: -logProbability, bits, perplexity, bits_per_byte: bits / bytes };
}

/** @param order of the columns; that of the first answer when left out would change from text to text */
function labelRow(labels: readonly LabelProbability[], order?: readonly string[]): ResultRow {
  const [first] = labels;
  const names = order ?? labels.map(({ label }) => label).sort();
  const probabilityOf = (name: string) => labels.find(({ label }) => label === name)?.probability ?? null;
  const each = names.length > MOST_LABELS ? [] : names.map((name) => [`p(${name})`, probabilityOf(name)] as const);
  return { label: first?.label ?? null, probability: first?.probability ?? null, ...Object.fromEntries(each) };
}

/** The shortest decimal that is the same number in 32 bit: vectors are of these, and 17 digits would say no more. */
function shortened(value: number): number {
  const single = Math.fround(value);
  for (let digits = 7; digits < 9; digits += 1) {
    const short = Number(single.toPrecision(digits));
    if (Math.fround(short) === single) return short;
  }
  return Number(single.toPrecision(9));
}
