import { describe, expect, it, vi } from 'vitest';
import { byFile } from '../../../../../src/host/features/findSimilar/found.js';
import { meaning, result, words } from './results.js';

vi.mock('vscode', async () => {
  const { vscodeStandIn } = await import('../models/vscodeStandIn.js');
  const ThemeIcon = Object.assign(vscodeStandIn.ThemeIcon, { File: 'file' });
  return { ...vscodeStandIn, ThemeIcon, Uri: { parse: (uri: string) => uri } };
});
const { nodeOfResult, similarItem, similarNodes } =
  await import('../../../../../src/host/features/findSimilar/similarTree.js');

const FOUND = [
  result(1, {
    name: 'a/b.md',
    text: 'The  old\n**fox** and the Fox.',
    reading: 'The old fox and the Fox.',
    words: words(1, 'fox'),
    meaning: meaning(1),
  }),
  result(2, { name: 'c.md', meaning: meaning(2) }),
  result(3, { name: 'a/b.md', meaning: meaning(3) }),
].map((one, index) => ({ ...one, index }));

const INDEX = {
  description: '9 passages',
  icon: 'database',
  context: 'index sound',
  tooltip: ['9 passages', 'e5-mini'],
};
const LEFT = { name: 'x/y.png', reason: 'binary', uri: 'file:///x/y.png' } as const;

const nodes = similarNodes({
  index: INDEX,
  indexLeftOut: { files: [LEFT], count: 300 },
  groups: byFile(FOUND),
  leftOut: [{ ...LEFT, reason: 'large', uri: null }],
  more: 4,
});
const rowOf = (node: (typeof nodes)[number]) => similarItem(node, 3, { reranker: null, wordWeight: null });
const said = (node: (typeof nodes)[number]) => {
  const { label, description } = rowOf(node);
  return `${typeof label === 'string' ? label : label!.label} | ${String(description)}`;
};

describe('the view’s rows', () => {
  it('are the index, the files with what was found in them, and what was left out', () => {
    expect(nodes.map(said)).toEqual([
      'Index | 9 passages',
      'b.md | 2 · a',
      'c.md | 1',
      'List More Passages | 4',
      'Left Out | 1',
    ]);
    expect(nodes[0]!.children.map(said)).toEqual(['Left Out | 300']);
    expect(nodes[0]!.children[0]!.children.map(said)).toEqual(['y.png | no text · x']);
    expect(nodes[4]!.children.map(said)).toEqual(['y.png | too large · x']);
    const keys = nodes.flatMap(({ key, children }) => [key, ...children.map((child) => child.key)]);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('of a result has its passage in one line, the words that matched in it, and why it was found', () => {
    const [node] = nodes[1]!.children;
    expect(said(node!)).toBe('The old fox and the Fox. | words: fox · meaning 0.99');
    const { label, command } = rowOf(node!);
    expect((label as { highlights: unknown }).highlights).toEqual([
      [8, 11],
      [20, 23],
    ]);
    expect(command!.arguments).toEqual([0]);
  });

  it('of a file that cannot be opened leads nowhere', () => {
    expect(rowOf(nodes[4]!.children[0]!).command).toBeUndefined();
    expect(rowOf(nodes[0]!.children[0]!.children[0]!).command).toMatchObject({ command: 'vscode.open' });
  });

  it('have one that lists the rest of a short text', () => {
    expect(rowOf(nodes[3]!)).toMatchObject({ command: { command: 'glassbox.moreSimilar' } });
    const none = similarNodes({ index: null, indexLeftOut: { files: [], count: 0 }, groups: [], leftOut: [], more: 0 });
    expect(none).toEqual([]);
  });

  it('are found by the number of a result', () => {
    expect(nodeOfResult(nodes, 2)).toBe(nodes[1]!.children[1]);
    expect(nodeOfResult(nodes, 2)!.parent).toBe(nodes[1]);
    expect(nodeOfResult(nodes, 3)).toBeUndefined();
  });

  it('are none where nothing was looked for and there is no index', () => {
    expect(
      similarNodes({ index: null, indexLeftOut: { files: [], count: 0 }, groups: [], leftOut: [], more: 0 }),
    ).toEqual([]);
  });
});
