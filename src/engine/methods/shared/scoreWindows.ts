import { GlassboxError, type CheckedParams, type Span, type Token } from '../../../protocol/engine/index.js';
import { slidingWindows } from '../../../maths/slidingWindows.js';
import type { WritingModel } from '../../models/writingModel.js';

type WindowedModel = Pick<WritingModel, 'info' | 'requireLength'>;

interface WindowOptions {
  /** tokens between the beginnings of two windows; true: half a window; left out: there is one */
  stride?: number | true | undefined;
  /** tokens that each window has besides */
  added: number;
  /** tokens that two windows share at least */
  least: number;
}

/**
 * The windows that so many tokens are read in: one, where they fit.
 * @throws GlassboxError `too-long` without a stride, `bad-request` for one that leaves gaps
 */
export function windowsOver(model: WindowedModel, length: number, { stride, added, least }: WindowOptions): Span[] {
  const { maxLength } = model.info;
  if (stride === undefined) model.requireLength(length + added);
  if (maxLength === null || length + added <= maxLength) return [{ start: 0, end: length }];
  const size = maxLength - added;
  const step = stride === true ? Math.max(1, Math.floor(size / 2)) : (stride ?? size);
  if (step > size - least) {
    const message = `score: stride must be from 1 to ${size - least} with ${model.info.id}; it is ${step}.`;
    throw new GlassboxError('bad-request', message, { details: { kind: 'parameter', name: 'stride' } });
  }
  return slidingWindows(length, size, step);
}

type Stretch = Pick<CheckedParams<'score'>, 'from' | 'to'>;

/** Whether a token reaches into the stretch that is to be scored; one without a place does where all is. */
export function isWanted({ start, end }: Pick<Token, 'start' | 'end'>, { from, to }: Stretch): boolean {
  if (start === null || end === null) return from === undefined && to === undefined;
  return end > (from ?? -1) && start < (to ?? Infinity);
}

/**
 * The windows that a text is read in from left to right, with the indices of the tokens that each scores: of several windows
 * the first that has them, as in Hugging Face's guide to perplexity. Nothing predicts the first token.
 * @throws GlassboxError as `windowsOver`
 */
export function wantedWindows(
  model: WindowedModel,
  tokens: readonly Pick<Token, 'start' | 'end'>[],
  params: Stretch & Pick<WindowOptions, 'stride'>,
): (Span & { wanted: number[] })[] {
  let done = 1;
  return windowsOver(model, tokens.length, { stride: params.stride, added: 0, least: 1 }).flatMap(({ start, end }) => {
    const wanted = Array.from({ length: Math.max(0, end - done) }, (_, at) => done + at).filter((index) =>
      isWanted(tokens[index]!, params),
    );
    done = Math.max(done, end);
    return wanted.length === 0 ? [] : [{ start, end, wanted }];
  });
}
