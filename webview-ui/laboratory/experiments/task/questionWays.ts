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
  /** loaded, with the way to the engine and back */
  milliseconds: number;
}

const LISTED = 3;
const MOST_NEW_TOKENS = 16;

/** Whether an answer is said in the text itself. */
export const isInText = (answer: string, text: string): boolean =>
  answer !== '' && text.toLowerCase().includes(answer.toLowerCase());

/** Marks answers in the text (SQuAD): it can say nothing that does not stand there. */
export async function bySpan(
  bench: Bench,
  { id }: ModelInfo,
  context: string,
  question: string,
): Promise<QuestionFinding> {
  const asked = { model: id, question, context, topK: LISTED, alignToWords: true };
  const { value, milliseconds } = await bench.timed('answer', asked);
  const answers = value.answers.map(({ text, probability }) => ({ text, probability, isInText: true }));
  return { way: 'span', model: value.model, answers, milliseconds };
}

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
          probability: Math.exp(logProbability),
          isInText: isInText(answer.replace(/[.。]$/, ''), context),
        },
      ];
}
