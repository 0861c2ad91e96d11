import { GlassboxError, type Span } from '../../../protocol/engine/index.js';
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
