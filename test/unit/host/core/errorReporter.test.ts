import { beforeEach, describe, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import { GlassboxError } from '../../../../src/protocol/engine/index.js';
import { createErrorReporter } from '../../../../src/host/core/errorReporter.js';

const shown = vi.hoisted(() => ({ messages: [] as string[], buttons: [] as string[][], choose: [] as string[] }));

vi.mock('vscode', () => {
  const show = (message: string, ...buttons: string[]) => {
    shown.messages.push(message);
    shown.buttons.push(buttons);
    return Promise.resolve(shown.choose.shift());
  };
  return {
    window: { showErrorMessage: show, showWarningMessage: show },
    commands: { executeCommand: () => Promise.resolve() },
    l10n: { t: (text: string) => text },
    env: { language: 'en' },
  };
});

/** What a report says is loaded when it is first needed. */
const settled = async () => {
  await vi.dynamicImportSettled();
  await new Promise<void>((resolve) => setImmediate(resolve));
};
const log = { error: () => undefined } as unknown as vscode.LogOutputChannel;

beforeEach(() => {
  shown.messages = [];
  shown.buttons = [];
  shown.choose = [];
});

describe('a report', () => {
  it.each([
    [
      new GlassboxError('server-failed', '', { details: { kind: 'server', problem: 'cut', host: 'h' } }),
      'did not do it',
    ],
    [
      new GlassboxError('server-failed', '', { details: { kind: 'server', problem: 'busy', host: 'h' } }),
      'did not do it',
    ],
  ])('says once what a server did', async (error, twice) => {
    createErrorReporter(log)(error, () => undefined);
    await settled();
    expect(shown.messages).toHaveLength(1);
    expect(shown.messages[0]).not.toContain(twice);
    expect(shown.messages[0]).not.toBe('');
  });

  it('of a server that says no more is that it did not do it', async () => {
    createErrorReporter(log)(new GlassboxError('server-failed', ''), () => undefined);
    await settled();
    expect(shown.messages[0]).toContain('did not do it');
  });

  it('offers the ways on, the command’s own first', async () => {
    const own = { label: 'Insert [MASK]', run: () => undefined };
    createErrorReporter(log)(new GlassboxError('engine-died', 'It ended.'), () => undefined, own);
    await settled();
    expect(shown.buttons).toEqual([['Insert [MASK]', 'Try Again', 'Restart Engine', 'Show Log']]);
  });

  it.each([
    ['question', 'The question is 600 tokens long; m takes at most 512. Ask a shorter one.', []],
    [
      'text',
      'The text is longer than the model takes. The text is 600 tokens long; m takes at most 512. Take a shorter text.',
      ['Open Settings'],
    ],
  ] as const)('says that a %s is too long, and offers what helps', async (what, said, ways) => {
    const details = { kind: 'length', what, tokens: 600, limit: 512, model: 'm' } as const;
    createErrorReporter(log)(new GlassboxError('too-long', 'Too long.', { details }));
    await settled();
    expect(shown.messages).toEqual([said]);
    expect(shown.buttons).toEqual([ways]);
  });

  it('is silent of what was cancelled', async () => {
    createErrorReporter(log)(new GlassboxError('cancelled', 'The run was cancelled.'));
    await settled();
    expect(shown.messages).toEqual([]);
  });

  it.each([
    ['that fails', () => Promise.reject(new Error('The editor was closed.'))],
    [
      'that throws',
      () => {
        throw new Error('The editor was closed.');
      },
    ],
  ])('tells of a way on %s', async (_, run) => {
    shown.choose = ['Insert [MASK]'];
    createErrorReporter(log)(new GlassboxError('no-mask', 'Write one.'), undefined, { label: 'Insert [MASK]', run });
    await settled();
    expect(shown.messages).toHaveLength(2);
    expect(shown.messages[1]).toContain('The editor was closed.');
  });
});
