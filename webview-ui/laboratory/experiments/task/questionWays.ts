import type { ModelInfo, Sequence } from '../../../../src/protocol/engine/index.js';
import type { Bench } from '../../model/experiment.js';

/** Ways to answer a question about a text. */
export const WAYS = ['span', 'prompt', 'textToText'] as const;
export type QuestionWay = (typeof WAYS)[number];

/** An answer, and how probable it is to the model that gives it. */
export interface Answer {
  text: string;
  probability: number;
  /** it stands in the text, in whatever case */
  isInText: boolean;
}

/** What one way answers. */
export interface QuestionFinding {
  way: QuestionWay;
  model: string;
  /** highest first; none where it writes nothing */
  answers: Answer[];
  /** of a reader: how probable it is that the text does not say it (SQuAD 2.0) */
  noAnswer?: number;
  /** loaded, with the way to the engine and back */
  milliseconds: number;
}

const LISTED = 3;
const MOST_NEW_TOKENS = 16;

/** Whether an answer is said in the text itself, as words and not within one. */
export function isInText(answer: string, text: string): boolean {
  if (answer === '') return false;
  const [sought, whole] = [answer.toLowerCase(), text.toLowerCase()];
  for (let at = whole.indexOf(sought); at >= 0; at = whole.indexOf(sought, at + 1)) {
    const end = at + sought.length;
    if (!isWithinWord(whole, at) && !isWithinWord(whole, end)) return true;
  }
  return false;
}

/** Whether letters or digits of one word stand on both sides; Chinese is written without spaces. */
function isWithinWord(text: string, at: number): boolean {
  return /[\p{L}\p{M}\p{N}]$/u.test(text.slice(0, at)) && /^[\p{L}\p{M}\p{N}]/u.test(text.slice(at))
    ? !/\p{Script=Han}$/u.test(text.slice(0, at)) && !/^\p{Script=Han}/u.test(text.slice(at))
    : false;
}

/** Marks answers in the text (SQuAD), and says how probable it is that there is none: it can say nothing else. */
export async function bySpan(
  bench: Bench,
  { id }: ModelInfo,
  context: string,
  question: string,
): Promise<QuestionFinding> {
  const asked = { model: id, question, context, topK: LISTED, alignToWords: true, noAnswer: true };
  const { value, milliseconds } = await bench.timed('answer', asked);
  const answers = value.answers.map(({ text, probability }) => ({ text, probability, isInText: true }));
  return { way: 'span', model: value.model, answers, noAnswer: value.noAnswer ?? 0, milliseconds };
}

/** Whether a reader finds it more probable that the text does not say it than any place of the text. */
export const marksNothing = ({ noAnswer = 0, answers }: QuestionFinding): boolean =>
  answers.every(({ probability }) => probability < noAnswer);

/** Has a decoder go on behind text and question. */
export const byPrompt = (bench: Bench, model: ModelInfo, context: string, question: string): Promise<QuestionFinding> =>
  written(bench, 'prompt', model, `${context}\nQuestion: ${question}\nAnswer:`, context);

/** T5's own form of the task (Raffel et al. 2020, appendix D). */
export const bySource = (bench: Bench, model: ModelInfo, context: string, question: string): Promise<QuestionFinding> =>
  written(bench, 'textToText', model, `question: ${question} context: ${context}`, context);

async function written(
  bench: Bench,
  way: QuestionWay,
  { id }: ModelInfo,
  text: string,
  context: string,
): Promise<QuestionFinding> {
  const { value, milliseconds } = await bench.timed('generate', {
    model: id,
    text,
    decoding: { strategy: 'greedy' },
    maxNewTokens: MOST_NEW_TOKENS,
    stop: ['\n'],
  });
  const [first] = value.sequences;
  return { way, model: value.model, answers: first ? answerOf(first, context) : [], milliseconds };
}

/** What was written, with the probability of all its tokens; nothing where that is white space. */
export function answerOf(
  { text, logProbability }: Pick<Sequence, 'text' | 'logProbability'>,
  context: string,
): Answer[] {
  const answer = text.trim();
  return answer === ''
    ? []
    : [
        {
          text: answer,
          probability: Math.exp(logProbability!),
          isInText: isInText(answer.replace(/[.。]$/, ''), context),
        },
      ];
}
