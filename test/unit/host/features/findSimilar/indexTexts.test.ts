import { describe, expect, it, vi } from 'vitest';
import type { IndexStateValue } from '../../../../../src/protocol/engine/index.js';
import type { IndexKnown } from '../../../../../src/host/features/findSimilar/workspaceIndex.js';

vi.mock('vscode', async () => (await import('../models/vscodeStandIn.js')).vscodeStandIn);
vi.mock('@vscode/l10n', async () => (await import('../models/vscodeStandIn.js')).vscodeStandIn.l10n);
const { indexRow, workText } = await import('../../../../../src/host/features/findSimilar/indexTexts.js');

const state = (more: Partial<IndexStateValue>): IndexStateValue => ({
  ...{ state: 'whole', model: 'e5-mini', files: 12, passages: 3400, bytes: 1_400_000, updated: null },
  ...more,
});
const known = (more: Partial<IndexKnown>): IndexKnown => ({
  state: null,
  work: null,
  made: null,
  failure: null,
  ...more,
});

describe('the index’s row', () => {
  it('is not there where there is no index', () => {
    expect(indexRow(known({}))).toBeNull();
  });

  it('tells how far the making is, and how long the rest takes where that is known', () => {
    expect(workText({ stage: 'looking', done: 1200, total: 0, secondsLeft: null })).toBe(
      'looking through files: 1,200',
    );
    const work = { stage: 'embedding', done: 34, total: 100, secondsLeft: 150 } as const;
    expect(workText(work)).toBe('34 % · passages: 34 of 100 · 3 min left');
    expect(indexRow(known({ work, state: state({}) }))).toMatchObject({ context: 'index making' });
  });

  it.each([
    ['whole', 'passages: 3,400, files: 12', 'index sound'],
    ['partial', 'not complete · passages: 3,400, files: 12', 'index sound'],
    ['otherModel', 'made with another model: e5-mini', 'index unusable'],
    ['otherVersion', 'of another release of Glassbox', 'index unusable'],
    ['damaged', 'damaged', 'index unusable'],
  ] as const)('tells that it is %s', (which, description, context) => {
    expect(indexRow(known({ state: state({ state: which }) }))).toMatchObject({ description, context });
  });

  it('tells why it could not be brought up to date, and is still to be searched', () => {
    const row = indexRow(known({ state: state({}), failure: 'no room on the disk' }));
    expect(row).toMatchObject({
      description: 'could not be brought up to date',
      context: 'index sound',
      icon: 'warning',
    });
    expect(row!.tooltip).toContain('no room on the disk');
  });

  it('has the facts in its tooltip', () => {
    const made = { beyond: 7 } as IndexKnown['made'];
    expect(indexRow(known({ state: state({}), made }))!.tooltip).toEqual([
      ...['passages: 3,400, files: 12', 'model: e5-mini', 'on the disk: 1 MB'],
      'left out, for there are too many files: 7',
    ]);
  });
});
