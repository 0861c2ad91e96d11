import { servedTasks } from '../../../protocol/engine/servedTasks.js';
import { toErrorValue } from '../../../protocol/engine/index.js';
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
  const own = { params, value, text };
  if (text.trim() === '') return [own];
  // A server that has failed is asked nothing more: what came is not to be lost by that.
  const alone = () => fitting(services, { before, after, canRank: false }, [own], signal);
  if (value.warningDetails?.some(({ kind }) => kind === 'brokenOff')) return alone();
  const served = services.servers.find(services.settings.get('continueText.model'));
  // Which leads on best is told by probabilities.
  const canRank = served === undefined || servedTasks(served.abilities).includes('score');
  try {
    const all = [own, ...(await first.others(OTHERS, signal))];
    return await fitting(services, { before, after, canRank }, all, signal);
  } catch (error) {
    if (toErrorValue(error).details?.kind === 'server') return alone();
    throw error;
  }
}

/** Where continuations go in, and whether it can be told which fits best. */
interface Gap extends Pick<Place, 'before' | 'after'> {
  canRank: boolean;
}

/** Those that fit before what follows, each once, the one that leads on best first. */
async function fitting(
  services: Services,
  gap: Gap,
  all: readonly Alternative[],
  signal: AbortSignal,
): Promise<Alternative[]> {
  if (gap.after.trim() === '') return [...all];
  const ranked: (Alternative & { score: number })[] = [];
  for (const one of all) ranked.push(...(await fitted(services, gap, one, signal)));
  const fits = ranked.sort((a, b) => b.score - a.score).map(({ params, value, text }) => ({ params, value, text }));
  return fits.filter((one, index) => fits.findIndex(({ text }) => text === one.text) === index);
}

/** A continuation with the end that leads on best; none where nothing of it is left. */
async function fitted(
  { engine, settings }: Services,
  { before, after, canRank }: Gap,
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
