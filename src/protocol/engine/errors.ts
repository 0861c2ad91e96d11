/** What can go wrong, as a caller tells cases apart. The message says what is wrong, with the figure, and what to do. */
export const ERROR_CODES = [
  'bad-request',
  'unknown-model',
  'model-broken',
  'wrong-architecture',
  'no-mask',
  'too-long',
  'out-of-memory',
  'cancelled',
  'engine-died',
  'offline',
  'download-failed',
  'not-trusted',
  'internal',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** An error as it crosses a boundary: console, fork, webview. */
export interface ErrorValue {
  code: ErrorCode;
  message: string;
}

export class GlassboxError extends Error {
  override readonly name = 'GlassboxError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

function isErrorCode(code: unknown): code is ErrorCode {
  return ERROR_CODES.some((known) => known === code);
}

/** Turns any thrown value into code and message; what has no code of ours is `internal`. */
export function toErrorValue(error: unknown): ErrorValue {
  if (error instanceof Error) {
    const { code } = error as { code?: unknown };
    return { code: isErrorCode(code) ? code : 'internal', message: error.message || error.name };
  }
  return { code: 'internal', message: String(error) };
}

/** Turns a value of the wire back into an error. */
export function fromErrorValue(value: ErrorValue): GlassboxError {
  return new GlassboxError(value.code, value.message);
}

/** Throws `cancelled` when the signal is aborted. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new GlassboxError('cancelled', 'The run was cancelled.');
}
