import type { AnswerValue, Engine } from '../../../protocol/engine/index.js';
import { documentSpan, type WordReading } from '../../../documents/wordReading.js';
import { clipAround } from '../../../text/excerpt.js';
import { readWindows } from '../../core/readWindows.js';
import type { WorkProgress } from '../../core/workProgress.js';
import { apart, isUnanswered, type FoundAnswer } from './answers.js';
import { questionTokens } from './questionTokens.js';

/** Answers that are asked for in each window: most of the second best overlap the best. */
const IN_WINDOW = 10;
/** Answers that are shown. */
const SHOWN = 5;

/** As much of the text as is shown on each side of an answer, in UTF-16 units. */
const AROUND = 60;

/** What a model has found in a document. */
export interface AnswersFound {
  model: string;
  /** the best first */
  answers: FoundAnswer[];
  /** how probable it is that the text does not say it */
  noAnswer: number;
  /** the model says that the text does not */
  isUnanswered: boolean;
}

/**
 * The answers to a question that stand in a text, read in windows of whole sentences.
 * @throws GlassboxError of the engine; `too-long` for a question that leaves no room
 */
export async function findAnswers(
  engine: Engine,
  model: string,
  question: string,
  reading: WordReading,
  { onProgress, signal, done }: WorkProgress,
): Promise<AnswersFound> {
  const { text } = reading;
  const beside = await questionTokens(engine, model, question, 0, { onProgress, signal });
  const found: AnswerValue['answers'] = [];
  let noAnswer = 1;
  for await (const { start, end, share } of readWindows(engine, model, text, onProgress, signal, beside)) {
    const context = text.slice(start, end);
    // No answer ends within a word.
    const params = { model, question, context, topK: IN_WINDOW, alignToWords: true, noAnswer: true };
    const value = await engine.call('answer', params, { onProgress }, signal);
    found.push(...value.answers.map((one) => ({ ...one, start: one.start + start, end: one.end + start })));
    noAnswer = Math.min(noAnswer, value.noAnswer ?? 1);
    done(share);
  }
  const answers = apart(found, SHOWN).map(({ probability, ...span }): FoundAnswer => {
    const inLine = (read: string) => read.replace(/\s+/g, ' ');
    return {
      ...documentSpan(reading, span),
      text: inLine(text.slice(span.start, span.end)),
      around: inLine(clipAround(text, span.start, AROUND, span.end - span.start + AROUND)),
      probability,
    };
  });
  return { model, answers, noAnswer, isUnanswered: isUnanswered(found, noAnswer) };
}
