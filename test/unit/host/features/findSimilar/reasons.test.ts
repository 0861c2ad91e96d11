import { describe, expect, it, vi } from 'vitest';
import { meaning, rerank, result, together, words } from './results.js';

vi.mock('vscode', async () => (await import('../models/vscodeStandIn.js')).vscodeStandIn);
const { reasonText, resultTooltip, stageRows } =
  await import('../../../../../src/host/features/findSimilar/reasons.js');

const SEARCHED = { reranker: null, wordWeight: null };

describe('why a passage was found', () => {
  it('is told with every figure’s name', () => {
    const found = result(1, { words: words(2, 'fox', 'den'), meaning: meaning(1, 0.8249) });
    expect(reasonText(found)).toBe('words: fox, den · meaning 0.82');
    expect(reasonText(result(1, { words: { ...words(1, 'The', 'the'), around: ['The'] } }))).toBe('words: the');
    const beside = { ...words(2), around: ['hole'] };
    expect(reasonText(result(1, { words: beside, meaning: meaning(1, 0.8) }))).toBe('nearby: hole · meaning 0.80');
    expect(reasonText(result(1, { meaning: meaning(1, -0.051), rerank: rerank(9) }))).toBe(
      'meaning −0.05 · reranked −4.00',
    );
    expect(reasonText(result(1, { words: words(1, 'a', 'b', 'c', 'd', 'e', 'f') }))).toBe(
      'words: a, b, c, d and 2 more',
    );
  });

  it('is told stage by stage', () => {
    const stages = { words: words(2, 'fox'), meaning: meaning(1, 0.8249), together: together(2), rerank: rerank(1) };
    const found = result(1, stages);
    expect(stageRows(found, { reranker: 'mini-cross-encoder', wordWeight: 0.349 })).toEqual([
      ['words', '2', 'BM25 5.00 · words: fox'],
      ['meaning', '1', 'cosine 0.82'],
      ['both together', '2', '1.50: 0.35 × words and meaning, in standard deviations'],
      ['reranked', '1', '4.00 by mini-cross-encoder'],
    ]);
    expect(stageRows(result(1, { meaning: meaning(3) }), SEARCHED)).toHaveLength(1);
  });

  it('stands in a tooltip in which nothing of the text is a sign', () => {
    const found = result(2, { reading: 'a | [link](command:evil) *b*', meaning: meaning(1), line: 4 });
    const { value } = resultTooltip(found, 3, SEARCHED) as unknown as { value: string };
    expect(value).toContain('**a\\.md\\, line 4** · place 2 of 3');
    expect(value).toContain('a \\| \\[link\\]\\(command\\:evil\\) \\*b\\*');
    expect(value).toContain('| meaning | 1 | cosine 0\\.99 |');
  });
});
