import type { Services } from '../../core/services.js';
import { withinMark } from './closingMark.js';
import { endsBefore, leadsOn, withoutOverlap } from './followingText.js';
import type { GeneratedContinuation, Place, WrittenContinuation } from './generateContinuation.js';
import { joinBehind } from './joinBehind.js';

/** A continuation that can be offered. */
export interface Alternative extends GeneratedContinuation {
  text: string;
}

/** So many others are offered beside the first. */
const OTHERS = 3;

/**
 * A continuation and others for its place, the first one first; where text follows, the one that leads on to it best, each
 * with the end that does so, and nothing that stands there already.
 * @throws GlassboxError those of `generate` and `score`
 */
export async function withAlternatives(
  services: Services,
  { before, after }: Place,
  first: WrittenContinuation,
  signal: AbortSignal,
): Promise<Alternative[]> {
  const { params, value, text } = first;
  if (text.trim() === '') return [{ params, value, text }];
  const all = [{ params, value, text }, ...(await first.others(OTHERS, signal))];
  if (after.trim() === '') return all;
  const ranked: (Alternative & { score: number })[] = [];
  for (const one of all) ranked.push(...(await fitted(services, before, after, one, signal)));
  const fits = ranked.sort((a, b) => b.score - a.score).map(({ params, value, text }) => ({ params, value, text }));
  return fits.filter((one, index) => fits.findIndex(({ text }) => text === one.text) === index);
}

/** A continuation with the end that leads on best; none where nothing of it is left. */
async function fitted(
  { engine, settings }: Services,
  before: string,
  after: string,
  one: Alternative,
  signal: AbortSignal,
): Promise<(Alternative & { score: number })[]> {
  const written = withinMark(withoutOverlap(one.text.trimEnd(), after), after);
  const ends = endsBefore(written, after);
  const fits: (Alternative & { score: number })[] = [];
  for (const end of ends.filter((text) => text.trim() !== '')) {
    const text = joinBehind(end, after, false);
    const score = await leadsOn(engine, settings.get('continueText.model'), before + text, after, signal);
    fits.push({ ...one, text, score: score ?? 0 });
  }
  return fits.sort((a, b) => b.score - a.score).slice(0, 1);
}
