import { describe, expect, it, vi } from 'vitest';
import type { PlanManyValue } from '../../../../../src/protocol/engine/index.js';

vi.mock('vscode', async () => (await import('../models/vscodeStandIn.js')).vscodeStandIn);
vi.mock('@vscode/l10n', async () => (await import('../models/vscodeStandIn.js')).vscodeStandIn.l10n);
const { aboutText, otherRunText, planText, progressText } =
  await import('../../../../../src/host/features/many/manyTexts.js');

const plan = (more: Partial<PlanManyValue> = {}): PlanManyValue => ({
  ...{ model: 'gpt2-mini', texts: 1200, unread: 0, characters: 9, columns: ['id', 'text'], column: 'text' },
  ...{ seconds: 200, state: 'new', done: 0, differing: [], exists: false },
  ...more,
});

describe('what is told of many texts', () => {
  it('before they are read: how many, with which model, for how long', () => {
    expect(planText(plan(), '/a/out.csv')).toBe(
      'Texts in the column “text”: 1,200, for gpt2-mini. This takes about 3 min. The result goes to out.csv.',
    );
    const more = plan({ columns: [], column: null, unread: 1, state: 'begun', done: 7, seconds: null });
    expect(planText(more, '/a/out.csv')).toBe(
      'Texts: 1,200, for gpt2-mini. Rows without a text, which will have an error: 1. Done already in a run before: 7. The result goes to out.csv.',
    );
  });

  it('where another run stands in the way', () => {
    expect(otherRunText(plan({ state: 'otherInput' }), '/out.csv')).toMatch(/^A run with other texts was begun/);
    const differing = ['glassbox', 'method', 'parameters'];
    expect(otherRunText(plan({ state: 'otherSettings', differing }), '/out.csv')).toBe(
      'A run with other settings was begun at out.csv, and is not done: the version of Glassbox, what is found out, and how.',
    );
  });

  it('while they are read', () => {
    const running = { stage: 'running', done: 120, total: 1200, errors: 0, secondsLeft: null } as const;
    expect(progressText(running)).toBe('120 of 1,200');
    expect(progressText({ ...running, errors: 2, secondsLeft: 170, waitsFor: 29.2 })).toBe(
      '120 of 1,200 · errors: 2 · waiting for the server, which is asked again in 30 s · 3 min left',
    );
    expect(progressText({ ...running, stage: 'reading', total: null })).toBe('rows counted: 120');
  });

  it('of time no more exactly than it is known', () => {
    expect([0.1, 59, 5300, 5500].map(aboutText)).toEqual(['about 1 s', 'about 59 s', 'about 88 min', 'about 1.5 h']);
  });
});
