import type { Engine, ModelInfo, Span } from '../../../protocol/engine/index.js';
import { wholeCharacters } from '../../../text/wholeCharacters.js';
import { readWindows } from '../../core/readWindows.js';
import type { WorkProgress } from '../../core/workProgress.js';
import { withEstimatedTokens } from '../../servers/estimatedTokens.js';
import { passageFor } from './answers.js';
import { questionTokens } from './questionTokens.js';

/** Tokens of an answer, at most. */
const LONGEST = 60;

/** Tokens of the words around question and passage. */
const AROUND = 16;

/** What an encoder-decoder of T5's kind was trained on, and what a decoder goes on with. */
export function promptFor(architecture: ModelInfo['architecture'], question: string, passage: string): string {
  return architecture === 'decoder'
    ? `${passage}\n\nQuestion: ${question}\nAnswer:`
    : `question: ${question} context: ${passage}`;
}

/** A model that finds or writes answers. */
export type Answerer = Pick<ModelInfo, 'id' | 'architecture' | 'tasks' | 'server'>;

/** An answer in a model's own words. */
export interface WrittenAnswer {
  model: string;
  text: string;
  /** of the text that was read: the one passage that the model saw */
  passage: Span;
  /** by the server's own sampler */
  isByServer: boolean;
}

/**
 * Lets a model write an answer to a question about a text: it reads the one passage of it that the question is most likely
 * about.
 * @throws GlassboxError of the engine
 */
export async function writeAnswer(
  engine: Engine,
  { id, architecture, server }: Answerer,
  question: string,
  text: string,
  { onProgress, signal }: WorkProgress,
): Promise<WrittenAnswer> {
  // What a decoder writes stands behind what it reads.
  const around = AROUND + (architecture === 'decoder' ? LONGEST : 0);
  const counting = withEstimatedTokens(engine, server);
  const beside = around + (await questionTokens(counting, id, question, around, { onProgress, signal }));
  const passages: Span[] = [];
  for await (const { start, end } of readWindows(counting, id, text, onProgress, signal, beside)) {
    passages.push({ start, end });
  }
  const texts = passages.map(({ start, end }) => text.slice(start, end));
  const chosen = passageFor(question, texts);
  const isDecoder = architecture === 'decoder';
  const { sequences, decodedByServer = false } = await engine.call(
    'generate',
    {
      model: id,
      text: promptFor(architecture, question, texts[chosen] ?? ''),
      decoding: isDecoder ? { strategy: 'greedy' } : { strategy: 'beam', numBeams: 4 },
      maxNewTokens: LONGEST,
      ...(isDecoder && { stop: ['\n'] }),
    },
    { onProgress },
    signal,
  );
  return {
    model: id,
    text: wholeCharacters(sequences[0]?.text ?? '', text).trim(),
    passage: passages[chosen] ?? { start: 0, end: 0 },
    isByServer: decodedByServer,
  };
}
