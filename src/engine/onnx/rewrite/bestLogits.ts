import { encodeNode, FLOAT, INT64, type EncodedNode } from '../protobuf/write.js';

/** How many logits are wanted, int64 [1]; with 0 next to nothing is computed. */
export const BEST_COUNT = 'glassbox.best';
/** The largest logits of the last position, best first, [rows, 1, best]; their tokens; and their log-probabilities. */
export const BEST_LOGITS = 'glassbox.best_logits';
export const BEST_IDS = 'glassbox.best_ids';
export const BEST_LOG_PROBABILITIES = 'glassbox.best_log_probabilities';

export const BEST_OUTPUTS = { [BEST_LOGITS]: FLOAT, [BEST_IDS]: INT64, [BEST_LOG_PROBABILITIES]: FLOAT };

/** Ranks the logits where they are: a vocabulary takes longer to cross to JavaScript and be ranked there. */
export function bestLogitsNodes(logits: string): EncodedNode[] {
  const all = 'glassbox.log_probabilities';
  return [
    encodeNode('TopK', [logits, BEST_COUNT], [BEST_LOGITS, BEST_IDS], { axis: -1 }),
    encodeNode('LogSoftmax', [logits], [all], { axis: -1 }),
    encodeNode('GatherElements', [all, BEST_IDS], [BEST_LOG_PROBABILITIES], { axis: -1 }),
  ];
}
