import { expect, it, vi } from 'vitest';
import { legendLines, markName, stepOf, THRESHOLDS } from '../../../../../src/host/features/surprise/steps.js';

vi.mock('vscode', async () => (await import('../models/vscodeStandIn.js')).vscodeStandIn);

it('has three steps, each from its threshold on', () => {
  const [first, second, third] = THRESHOLDS;
  expect([null, 0, first - 0.01, first, second - 0.01, second, third - 0.01, third, 40].map(stepOf)).toEqual([
    ...[null, null, null],
    ...[0, 0],
    ...[1, 1],
    ...[2, 2],
  ]);
});

it('names them in the legend as they are named of a word', () => {
  expect(legendLines()).toEqual([
    'no line: below 6 bits',
    'dotted line: 6 to 9 bits',
    'solid line: 9 to 12 bits',
    'double line: 12 bits and more',
  ]);
  expect([3, 7, 10, 13].map(markName)).toEqual(['no line', 'dotted line', 'solid line', 'double line']);
});
