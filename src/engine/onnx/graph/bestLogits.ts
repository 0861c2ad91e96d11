import { newNode, FLOAT, INT64, type NodePart } from './write.js';

/** How many logits are wanted, int64 [1]; with 0 next to nothing is computed. */
export const BEST = 'glassbox.best';
/** The largest logits of the last position, best first, [rows, 1, best]; their tokens; and their log-probabilities. */
export const BEST_LOGITS = 'glassbox.best_logits';
export const BEST_IDS = 'glassbox.best_ids';
export const BEST_LOG_PROBABILITIES = 'glassbox.best_log_probabilities';

export const BEST_OUTPUTS = { [BEST_LOGITS]: FLOAT, [BEST_IDS]: INT64, [BEST_LOG_PROBABILITIES]: FLOAT };

/** Ranks the logits where they are: a vocabulary takes longer to cross to JavaScript and be ranked there. */
export function bestNodes(logits: string): NodePart[] {
  const all = 'glassbox.log_probabilities';
  return [
    newNode('TopK', [logits, BEST], [BEST_LOGITS, BEST_IDS], { axis: -1 }),
    newNode('LogSoftmax', [logits], [all], { axis: -1 }),
    newNode('GatherElements', [all, BEST_IDS], [BEST_LOG_PROBABILITIES], { axis: -1 }),
  ];
}
