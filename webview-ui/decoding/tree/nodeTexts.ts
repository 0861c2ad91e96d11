import * as l10n from '@vscode/l10n';
import type { BeamNode } from '../../../src/protocol/engine/index.js';
import { trimToken, showWhitespace } from '../../kit/displayText.js';
import type { ViewContext } from '../model/viewContext.js';
import { pathToNode, type TreeShape } from './treeShape.js';
import { joinList } from '../../../src/wording/index.js';
import { graphemes } from '../../../src/text/excerpt.js';

/** What stands after a node's token: the reason why it was pruned, or the score of what ends there; '' for the others. */
export function nodeTailText({ numbers }: ViewContext, shape: TreeShape, node: number, done: boolean): string {
  const { state, rank, score, step } = shape.nodes[node]!;
  switch (state) {
    case 'pruned':
      return l10n.t('× rank {0}', String(rank + 1));
    case 'finished':
    case 'returned':
      return numbers.logarithm(score);
    case 'live':
      return done && step === shape.steps - 1 ? numbers.logarithm(score) : '';
  }
}

/** What became of a hypothesis, in words. */
export function describeFate(shape: TreeShape, node: number, done: boolean): string {
  const { state, rank, step } = shape.nodes[node]!;
  switch (state) {
    case 'returned':
      return l10n.t('returned');
    case 'finished':
      return l10n.t('ended here, and was not the best');
    case 'pruned': {
      const rivals = shape.nodes.filter((other) => other.step === step);
      const kept = rivals.filter((other) => other.state !== 'pruned').length;
      return l10n.t('pruned: rank {0} of {1}, and {2} went on', String(rank + 1), String(rivals.length), String(kept));
    }
    case 'live':
      if (shape.returned.has(node)) return l10n.t('on the way to what was returned');
      if (step === shape.steps - 1) return done ? l10n.t('still open at the end, and not the best') : l10n.t('goes on');
      return shape.dead(node) ? l10n.t('all that followed was pruned') : l10n.t('goes on');
  }
}

/** The figures of a hypothesis: its log-probability, and its score, which the length penalty makes of it. */
export function nodeFigures({ numbers }: ViewContext, { logProbability, score }: BeamNode): string {
  return `${l10n.t('ln p {0}', numbers.logarithm(logProbability))} · ${l10n.t('score {0}', numbers.logarithm(score))}`;
}

/**
 * A node's name for those who hear it: what is written there, what became of it, its figures.
 * @param written what stands on the drawing, which a spoken command must find in the name
 */
export function spokenNodeLabel(
  context: ViewContext,
  shape: TreeShape,
  node: number,
  written: string,
  done: boolean,
): string {
  const here = shape.nodes[node]!;
  const cut = written.includes('…') ? [trimToken(here.text)] : [];
  return joinList([written, ...cut, describeFate(shape, node, done), nodeFigures(context, here)]);
}

/** Most characters of a path's text that are shown: two lines in a side bar. */
const LONGEST = 72;

/** The text that a path writes; of a long one the end. */
export function pathText({ nodes }: TreeShape, node: number): string {
  const text = pathToNode(nodes, node)
    .map((at) => nodes[at]!.text)
    .join('');
  const characters = graphemes(showWhitespace(text.trimStart()));
  return characters.length > LONGEST ? `…${characters.slice(1 - LONGEST).join('')}` : characters.join('');
}
