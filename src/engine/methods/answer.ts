import { GlassboxError, type AnswerValue, type Span } from '../../protocol/engine/index.js';
import { softmax } from '../../maths/softmax.js';
import type { Model } from '../models/model.js';
import type { PairToken } from '../tokenizer/tokenizer.js';
import type { Method } from './shared/methodContext.js';

/** Of an answer, in tokens, and of what neighbouring windows share: Hugging Face's defaults. */
const LONGEST = 15;
const OVERLAP = 128;

type Answer = AnswerValue['answers'][number];

/**
 * Answers that stand in a context, as Hugging Face's question-answering pipeline finds them: softmax(start) · softmax(end)
 * over the context and the first token, whose span is then struck out. A long context is read in windows. With
 * `alignToWords` an answer is widened to whole words, and what then reads the same is one answer, as the pipeline of
 * transformers 4.57 has it by default: the best one's place, and the sum of the probabilities.
 * @throws GlassboxError `wrong-architecture`, `too-long` for a question that leaves no room
 */
export const answer: Method<'answer'> = async (context, params, _report, signal) => {
  const model = await context.openModel(params.model);
  model.requireTask('answer');
  const { topK, alignToWords, context: text } = params;
  const spread = alignToWords ? wordsOf(model, text) : null;
  // Some of them become one.
  const most = alignToWords ? 2 * topK + 10 : topK;
  const found: Answer[] = [];
  let noAnswer = 1;
  for (const window of windowsOf(model, params.question, text)) {
    const input = {
      rows: [window.map(({ id }) => id)],
      tokenTypeIds: [window.map(({ segment }) => segment)],
    };
    const [starts, ends] = await model.predict(input, ['start_logits', 'end_logits'], signal);
    const [start, end] = overContext(window, starts!, ends!);
    const spans = spansOf(window, start, end, most);
    found.push(...spans.map((span) => answerAt(span, spread?.(span) ?? span, text)));
    noAnswer = Math.min(noAnswer, start[0]! * end[0]!);
  }
  const best = (alignToWords ? merged(found) : found).sort((one, other) => other.probability - one.probability);
  return { model: model.info.id, answers: best.slice(0, topK), ...(params.noAnswer && { noAnswer }) };
};

/** A stretch of the context with its probability. */
type Candidate = Span & { probability: number };

const answerAt = ({ probability }: Candidate, { start, end }: Span, context: string): Answer => ({
  text: context.slice(start, end),
  start,
  end,
  probability,
});

/** Widens a stretch that begins and ends with tokens of a text to all tokens of their words. */
function wordsOf({ tokenizer }: Model, text: string): (span: Span) => Span {
  const words = tokenizer.wordIds(text);
  const starts = new Map<number, Span>();
  const ends = new Map<number, Span>();
  const places = new Map<number, Span>();
  for (const [at, { start, end }] of tokenizer.encode(text).entries()) {
    const word = words[at];
    if (word === null || word === undefined || start === null || end === null) continue;
    const place = places.get(word) ?? { start, end };
    place.end = end;
    places.set(word, place);
    // Tokens of one character have one place.
    if (!starts.has(start)) starts.set(start, place);
    ends.set(end, place);
  }
  return ({ start, end }) => ({ start: starts.get(start)?.start ?? start, end: ends.get(end)?.end ?? end });
}

/** What reads the same, in whatever case, as one. */
function merged(answers: readonly Answer[]): Answer[] {
  const byText = new Map<string, Answer>();
  for (const answer of answers) {
    const known = byText.get(answer.text.toLowerCase());
    if (known) known.probability += answer.probability;
    else byText.set(answer.text.toLowerCase(), { ...answer });
  }
  return [...byText.values()];
}

/** Question and context as one sequence; where that is too long, with one part of the context after the other. */
function windowsOf(model: Model, question: string, context: string): PairToken[][] {
  const whole = model.tokenizer.encodePair(question, context);
  const limit = model.info.maxLength ?? Number.POSITIVE_INFINITY;
  if (whole.length <= limit) return [whole];
  const first = whole.findIndex(({ sequence }) => sequence === 1);
  const last = whole.findLastIndex(({ sequence }) => sequence === 1);
  const [before, inside, behind] = [whole.slice(0, first), whole.slice(first, last + 1), whole.slice(last + 1)];
  const room = limit - before.length - behind.length;
  if (room <= 0) {
    const most = limit - (whole.length - inside.length - before.length) - 1;
    const message = `The question is ${before.length} tokens long; ${model.info.id} takes at most ${most} beside a context. Take a shorter one.`;
    throw new GlassboxError('too-long', message, {
      details: { kind: 'length', what: 'question', tokens: before.length, limit: most, model: model.info.id },
    });
  }
  const step = Math.max(1, room - Math.min(OVERLAP, Math.floor(room / 2)));
  const windows: PairToken[][] = [];
  for (let at = 0; ; at += step) {
    windows.push([...before, ...inside.slice(at, at + room), ...behind]);
    if (at + room >= inside.length) return windows;
  }
}

/** softmax(start) and softmax(end) over the context and the first token, which takes the mass of "no answer". */
function overContext(window: readonly PairToken[], starts: Float32Array, ends: Float32Array) {
  const counts = (at: number) => at === 0 || window[at]?.sequence === 1;
  const over = (logits: Float32Array) =>
    softmax(logits.map((value, at) => (counts(at) ? value : Number.NEGATIVE_INFINITY)));
  return [over(starts), over(ends)] as const;
}

/** The best spans of a window; the first token is none. */
function spansOf(
  window: readonly PairToken[],
  start: ArrayLike<number>,
  end: ArrayLike<number>,
  most: number,
): Candidate[] {
  const spans: { from: number; to: number; probability: number }[] = [];
  for (let from = 1; from < window.length; from++) {
    if (window[from]?.sequence !== 1) continue;
    for (let to = from; to < Math.min(window.length, from + LONGEST); to++) {
      if (window[to]?.sequence === 1) spans.push({ from, to, probability: start[from]! * end[to]! });
    }
  }
  return spans
    .sort((one, other) => other.probability - one.probability)
    .slice(0, most)
    .map(({ from, to, probability }) => ({
      start: window[from]?.start ?? 0,
      end: window[to]?.end ?? 0,
      probability,
    }));
}
