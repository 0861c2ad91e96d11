import type { CallOptions } from '../../../api/glassbox.js';
import {
  checkParams,
  fromErrorValue,
  GlassboxError,
  toErrorValue,
  type Engine,
  type MethodName,
  type Params,
  type Values,
} from '../../protocol/engine/index.js';

/**
 * Makes another extension's call. Its parameters are checked here: they may be anything, and what is not right never
 * starts the engine.
 * @throws GlassboxError, and nothing else
 */
export async function callEngine<M extends MethodName>(
  engine: Engine,
  method: M,
  params: unknown,
  options: CallOptions = {},
): Promise<Values[M]> {
  const abort = new AbortController();
  try {
    const checked: Params<M> = checkParams(method, params);
    const { token, priority } = checkOptions(method, options);
    if (token?.isCancellationRequested) throw new GlassboxError('cancelled', 'The run was cancelled.');
    const listening = token?.onCancellationRequested(() => abort.abort());
    try {
      return await engine.call(method, checked, { priority }, abort.signal);
    } finally {
      listening?.dispose();
    }
  } catch (error) {
    throw error instanceof GlassboxError ? error : fromErrorValue(toErrorValue(error));
  }
}

function checkOptions(
  method: string,
  options: unknown,
): Pick<CallOptions, 'token'> & Required<Pick<CallOptions, 'priority'>> {
  const refuse = (name: string, what: string) =>
    new GlassboxError('bad-request', `${method}: ${name} must be ${what}.`, { details: { kind: 'parameter', name } });
  if (typeof options !== 'object' || options === null) throw refuse('options', 'an object');
  const { token, priority = 'interactive' } = options as Record<keyof CallOptions, unknown>;
  if (priority !== 'interactive' && priority !== 'background') {
    throw refuse('options.priority', 'interactive or background');
  }
  if (token === undefined) return { priority };
  if (!isToken(token)) throw refuse('options.token', 'a cancellation token');
  return { token, priority };
}

const isToken = (value: unknown): value is NonNullable<CallOptions['token']> =>
  typeof value === 'object' &&
  value !== null &&
  'isCancellationRequested' in value &&
  'onCancellationRequested' in value;
