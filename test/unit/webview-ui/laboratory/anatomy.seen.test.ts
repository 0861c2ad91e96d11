/* What the experiment on a model's build says of its numbers, also of models that are built otherwise than the textbook's. */
import { describe, expect, it } from 'vitest';
import type { AnatomyValue, SideAnatomy } from '../../../../src/protocol/engine/index.js';
import { numbersFor } from '../../../../webview-ui/kit/numbers.js';
import { anatomy } from '../../../../webview-ui/laboratory/experiments/anatomy/anatomy.js';
import { length, type LengthResult } from '../../../../webview-ui/laboratory/experiments/anatomy/length.js';
import {
  allOperations,
  cacheBytes,
  evenLength,
  operationsOf,
} from '../../../../webview-ui/laboratory/experiments/anatomy/operations.js';
import { parameters, unread } from '../../../../webview-ui/laboratory/experiments/anatomy/parameters.js';
import { plan } from '../../../../webview-ui/laboratory/experiments/anatomy/plan.js';
import { planColumns } from '../../../../webview-ui/laboratory/experiments/anatomy/planItems.js';
import { textbookMatrices } from '../../../../webview-ui/laboratory/experiments/anatomy/textbook.js';

const numbers = numbersFor('en');

const side = (more: Partial<SideAnatomy> = {}): SideAnatomy => ({
  ...{ side: 'decoder', layers: 2, heads: 4, keyValueHeads: 4, headWidth: 8, innerWidth: 128, feedForwardMatrices: 2 },
  ...{ isCrossing: false, norms: 'before' },
  ...more,
});

/** A decoder of 2 layers, 32 wide, with 100 words and 50 positions. */
function model(more: Partial<AnatomyValue> = {}): AnatomyValue {
  return {
    ...{ model: 'm', architecture: 'decoder', type: 'gpt2', class: null, hiddenSize: 32, vocabularySize: 100 },
    ...{ maxLength: 50, tiedEmbeddings: true, sides: [side()] },
    parameters: [
      { part: 'words', side: null, counted: 3200, formula: 3200 },
      { part: 'positions', side: 'decoder', counted: 1600, formula: 1600 },
      { part: 'attention', side: 'decoder', counted: 8448, formula: 8448 },
      { part: 'feedForward', side: 'decoder', counted: 16704, formula: 16704 },
      { part: 'norms', side: 'decoder', counted: 320, formula: 320 },
    ],
    ...{ total: { counted: 30272, formula: 30272 }, bytes: 1000, memory: null },
    ...more,
  };
}
const built = (more: Partial<AnatomyValue> = {}, tokens = 10) => ({ anatomy: model(more), tokens, distinct: 8 });

describe('a plan', () => {
  it('says where norms stand, also where the graph does not tell', () => {
    const seen = (norms: SideAnatomy['norms']) => plan.seen(built({ sides: [side({ norms })] }), numbers);
    expect(seen('before')).toContain('before its part (pre-norm)');
    expect(seen('behind')).toContain('behind the sum (post-norm)');
    expect(seen(null)).toContain('could not be read');
  });

  it('says whose matrix makes the logits', () => {
    const seen = (tiedEmbeddings: boolean | null) => plan.seen(built({ tiedEmbeddings }), numbers);
    expect(seen(true)).toContain('it is there once');
    expect(seen(false)).toContain('another than the table');
    expect(seen(null)).toContain('no logits');
  });

  it('has norms, residual connections and the output in the order of the model', () => {
    const kinds = (norms: SideAnatomy['norms']) => {
      const [column] = planColumns(built({ sides: [side({ norms })] }), numbers);
      const told = (item: { kind: string; look?: string }) => (item.kind === 'box' ? item.look : item.kind);
      return column!.items.flatMap((item) =>
        item.kind === 'layer' ? ['(', ...item.items.map(told), ')'] : [told(item)],
      );
    };
    expect(kinds('before')).toEqual([
      ...['data', 'words', 'positions', '('],
      ...['branch', 'norms', 'attention', 'sum', 'branch', 'norms', 'feedForward', 'sum'],
      ...[')', 'norms', 'head', 'data'],
    ]);
    expect(kinds('behind')).toEqual([
      ...['data', 'words', 'positions', 'norms', '('],
      ...['branch', 'attention', 'sum', 'norms', 'branch', 'feedForward', 'sum', 'norms'],
      ...[')', 'head', 'data'],
    ]);
  });
});

describe('parameters', () => {
  it('that files and configuration agree on, or not', () => {
    const seen = (counted: number | null, formula: number | null) =>
      parameters.seen({ ...built({ total: { counted, formula } }), published: [] }, numbers);
    expect(seen(30272, 30272)).toContain('exactly what its configuration asks for');
    expect(seen(30000, 30272)).toContain('Its files hold 30,000 numbers, its configuration asks for 30,272.');
    expect(seen(30272, null)).not.toContain('configuration');
  });

  it('of words that are not in the text are not looked at, unless they make the logits', () => {
    expect(unread(built())).toBe(0);
    expect(unread(built({ tiedEmbeddings: false }))).toBe((100 - 8) * 32);
  });

  it('are the textbook’s where a part is built so, and nothing is said of others', () => {
    const of = (value: AnatomyValue, part: string) =>
      textbookMatrices(
        value,
        value.parameters.find((one) => one.part === part)!,
      );
    expect(of(model(), 'attention')).toEqual({ count: 8192, formula: '4·L·d² = 4·2·32²' });
    expect(of(model(), 'norms')).toBeNull();
    // Keys and values that several heads share.
    const grouped = model({ sides: [side({ keyValueHeads: 2 })] });
    expect(of(grouped, 'attention')!.count).toBe(2 * 2 * 32 * (32 + 16));
    // Layers that share their weights have fewer than the formula says.
    expect(of(model({ sides: [side({ layers: 12 })] }), 'attention')).toBeNull();
  });
});

describe('length', () => {
  const row = (value: AnatomyValue, tokens: number) => ({
    ...{ tokens, operations: operationsOf(value, tokens), cache: cacheBytes(value, tokens), maps: 0 },
  });
  const result = (more: Partial<AnatomyValue> = {}, tokens = 10): LengthResult => {
    const one = built(more, tokens);
    return { ...one, rows: [row(one.anatomy, tokens)] };
  };

  it('has products between tokens beside all else, and where they are half', () => {
    const value = model();
    const { pairs, projections, feedForward, head } = operationsOf(value, 10);
    expect({ pairs, projections, feedForward, head }).toEqual({
      pairs: 2 * 2 * 10 * 10 * 32,
      projections: 2 * 10 * 4 * 32 * 32,
      feedForward: 2 * 10 * 2 * 32 * 128,
      head: 10 * 100 * 32,
    });
    const even = evenLength(value);
    const at = operationsOf(value, even);
    expect(2 * at.pairs).toBeCloseTo(allOperations(at), 3);
    expect(length.seen(result(), numbers)).toContain(
      'They would be half of all from 217 tokens on; it takes 50 at most.',
    );
    expect(length.seen(result({ maxLength: 4096 }), numbers)).toContain('They are half of all from 217 tokens on');
    expect(length.seen(result({ maxLength: null }), numbers)).toContain(
      'They would be half of all from 217 tokens on.',
    );
  });

  it('keeps keys and values of a writer only', () => {
    expect(cacheBytes(model(), 10)).toBe(2 * 2 * 32 * 10 * 4);
    const both = model({
      architecture: 'encoder-decoder',
      sides: [side({ side: 'encoder' }), side({ isCrossing: true })],
    });
    expect(cacheBytes(both, 10, 3)).toBe(2 * 2 * 32 * 13 * 4);
    const encoder = { architecture: 'encoder', sides: [side({ side: 'encoder' })] } as const;
    expect(length.seen(result({ ...encoder, sides: [...encoder.sides] }), numbers)).toContain(
      'keeps no keys and values',
    );
  });

  it('is not told where sizes are not known', () => {
    expect(length.seen({ ...built(), rows: null }, numbers)).toContain('does not say all of its sizes');
    expect(anatomy.exercise.check({ ...built(), rows: null }, numbers).isMet).toBe(false);
  });

  it('meets the exercise from a length on', () => {
    expect(anatomy.exercise.check(result({}, 1), numbers).isMet).toBe(false);
    expect(anatomy.exercise.check(result({}, 10), numbers).isMet).toBe(true);
  });
});
