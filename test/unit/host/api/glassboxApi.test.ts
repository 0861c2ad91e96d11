import { describe, expect, expectTypeOf, it } from 'vitest';
import type * as api from '../../../../api/glassbox.js';
import { glassboxApi } from '../../../../src/host/api/glassboxApi.js';
import type { EngineService } from '../../../../src/host/core/services.js';
import {
  GlassboxError,
  type CallOptions,
  type ErrorCode,
  type GenerationConfigInput,
  type Params,
} from '../../../../src/protocol/engine/index.js';

interface Asked {
  method: string;
  params: unknown;
  options: CallOptions;
  signal: AbortSignal;
}

/** The API over an engine that answers as it is told. */
function scene(answer: (asked: Asked) => Promise<unknown> = () => Promise.resolve({ model: 'm' })) {
  const asked: Asked[] = [];
  const call = (method: string, params: unknown, options: CallOptions, signal: AbortSignal) => {
    asked.push({ method, params, options, signal });
    return answer(asked.at(-1)!);
  };
  return { glassbox: glassboxApi({ engine: { call } as unknown as EngineService }), asked };
}

/** A cancellation token as VS Code makes them. */
function cancellation() {
  const listeners = new Set<() => void>();
  const token = {
    isCancellationRequested: false,
    onCancellationRequested: (listener: () => void) => {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
  };
  const cancel = () => {
    token.isCancellationRequested = true;
    listeners.forEach((listener) => listener());
  };
  return { token: token as unknown as NonNullable<api.CallOptions['token']>, cancel, listeners };
}

const SECRET = 'Grandmother’s secret';

describe('the API', () => {
  it('has the calls of its version, and cannot be changed', () => {
    const { glassbox } = scene();
    const calls = ['attention', 'embed', 'fillMask', 'generate', 'score', 'translate', 'version'];
    expect(Object.keys(glassbox).sort()).toEqual(calls);
    expect(glassbox.version).toBe(1);
    expect(Object.isFrozen(glassbox)).toBe(true);
  });

  it('takes and gives what its types say', () => {
    expectTypeOf<Required<api.Decoding>>().toEqualTypeOf<{
      [F in keyof GenerationConfigInput]-?: NonNullable<GenerationConfigInput[F]>;
    }>();
    expectTypeOf<api.GlassboxErrorCode>().toEqualTypeOf<ErrorCode>();
    expectTypeOf<keyof api.ScoreParams>().toEqualTypeOf<keyof Params<'score'>>();
    expectTypeOf<keyof api.EmbedParams>().toEqualTypeOf<keyof Params<'embed'>>();
  });

  it('asks the engine with defaults filled in, a copy of what was given', async () => {
    const { glassbox, asked } = scene();
    const params = { text: 'a [MASK]' };
    await glassbox.fillMask(params, { priority: 'background' });
    expect(asked).toMatchObject([
      { method: 'fillMask', params: { text: 'a [MASK]', topK: 5 }, options: { priority: 'background' } },
    ]);
    expect(asked[0]?.params).not.toBe(params);
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', SECRET],
    ['another type', { text: 3 }],
    ['an unknown field', { text: SECRET, shout: SECRET }],
    ['out of range', { text: SECRET, topK: 0 }],
  ])('refuses %s before the engine is asked, and repeats nothing of the text', async (_name, params) => {
    const { glassbox, asked } = scene();
    const error = await glassbox.fillMask(params as unknown as api.FillMaskParams).catch((fault: unknown) => fault);
    expect(error).toMatchObject({ name: 'GlassboxError', code: 'bad-request' });
    expect((error as Error).message).not.toContain(SECRET);
    expect(asked).toEqual([]);
  });

  it.each([
    [null, 'options must be an object'],
    [{ priority: 'first' }, 'options.priority must be interactive or background'],
    [{ token: {} }, 'options.token must be a cancellation token'],
  ])('refuses the options %j', async (options, message) => {
    const { glassbox, asked } = scene();
    const call = glassbox.score({ text: 'a' }, options as unknown as api.CallOptions);
    await expect(call).rejects.toMatchObject({ code: 'bad-request', message: `score: ${message}.` });
    expect(asked).toEqual([]);
  });

  it('is cancelled by a token, before and while the engine works, and lets it go', async () => {
    const { token, cancel, listeners } = cancellation();
    const refusal = new GlassboxError('cancelled', 'The run was cancelled.');
    const { glassbox, asked } = scene(
      ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(refusal))),
    );
    const call = glassbox.embed({ texts: ['a'] }, { token });
    while (asked.length === 0) await new Promise(setImmediate);
    cancel();
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
    expect(listeners.size).toBe(0);
    await expect(glassbox.embed({ texts: ['a'] }, { token })).rejects.toMatchObject({ code: 'cancelled' });
    expect(asked).toHaveLength(1);
  });

  it('gives every fault a code', async () => {
    const faults = [new GlassboxError('not-trusted', 'a folder'), new TypeError('a fault of ours')];
    for (const [index, code] of (['not-trusted', 'internal'] as const).entries()) {
      const { glassbox } = scene(() => Promise.reject(faults[index]!));
      await expect(glassbox.translate({ text: 'a', to: 'German' })).rejects.toMatchObject({
        name: 'GlassboxError',
        code,
        message: faults[index]!.message,
      });
    }
  });
});
