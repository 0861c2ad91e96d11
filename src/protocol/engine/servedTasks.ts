import type { Strategy } from './generationFields.js';
import type { MethodName } from './methods.js';
import type { AddedServer, ServerAbilities } from './serverValues.js';

/** Whether a step can be asked for: a text's tokens go in as numbers, and those that may follow come out as numbers. */
const tellsSteps = ({ completes, alternatives, tokenNumbers }: ServerAbilities): boolean =>
  completes && tokenNumbers.tokenize && tokenNumbers.in && alternatives.namedBy === 'id';

/** Whether all that a server can do for a text is to write on from it by its own sampler. */
export const decodesItself = (abilities: ServerAbilities): boolean => abilities.completes && !tellsSteps(abilities);

/** Whether a strategy can be had: what looks into a model cannot, and a search only over steps, or where the server has one. */
export function canDecode({ abilities }: Pick<AddedServer, 'abilities'>, strategy: Strategy): boolean {
  if (strategy.startsWith('contrastive')) return false;
  return strategy !== 'beam' || tellsSteps(abilities) || abilities.sampling?.beams === true;
}

/** The methods that a server's abilities allow. */
export function servedTasks(abilities: ServerAbilities): MethodName[] {
  const { completes, tokenNumbers, promptLogProbabilities, embedding } = abilities;
  const steps = tellsSteps(abilities);
  return [
    ...(tokenNumbers.tokenize ? (['tokens'] as const) : []),
    ...(completes ? (['generate', 'compare'] as const) : []),
    ...(steps ? (['distribution'] as const) : []),
    ...(steps && promptLogProbabilities !== null ? (['score', 'zeroShot'] as const) : []),
    ...(embedding !== null ? (['embed', 'search', 'buildIndex'] as const) : []),
  ];
}
