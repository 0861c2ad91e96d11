import { servedTasks } from '../../../protocol/engine/servedTasks.js';
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
  const served = services.servers.find(services.settings.get('continueText.model'));
  // Which leads on best is told by probabilities.
  const canRank = served === undefined || servedTasks(served.abilities).includes('score');
  if (after.trim() === '') return all;
  const ranked: (Alternative & { score: number })[] = [];
  const place = { before, after, canRank };
  for (const one of all) ranked.push(...(await fitted(services, place, one, signal)));
  const fits = ranked.sort((a, b) => b.score - a.score).map(({ params, value, text }) => ({ params, value, text }));
  return fits.filter((one, index) => fits.findIndex(({ text }) => text === one.text) === index);
}

/** A continuation with the end that leads on best; none where nothing of it is left. */
async function fitted(
  { engine, settings }: Services,
  { before, after, canRank }: Pick<Place, 'before' | 'after'> & { canRank: boolean },
  one: Alternative,
  signal: AbortSignal,
): Promise<(Alternative & { score: number })[]> {
  const written = withinMark(withoutOverlap(one.text.trimEnd(), after), after);
  const all = endsBefore(written, after).filter((text) => text.trim() !== '');
  const ends = canRank ? all : all.slice(-1);
  const fits: (Alternative & { score: number })[] = [];
  for (const end of ends) {
    const text = joinBehind(end, after, false);
    const model = settings.get('continueText.model');
    const score = canRank ? await leadsOn(engine, model, before + text, after, signal) : null;
    fits.push({ ...one, text, score: score ?? 0 });
  }
  return fits.sort((a, b) => b.score - a.score).slice(0, 1);
}
