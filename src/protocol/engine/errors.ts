import type { ErrorDetails } from './errorDetails.js';

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
  'server-failed',
  'not-trusted',
  'internal',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** An error as it crosses a boundary: console, fork, webview. */
export interface ErrorValue {
  code: ErrorCode;
  /** in English, for the console and the log; windows say what happened from code and details */
  message: string;
  details?: ErrorDetails;
}

export class GlassboxError extends Error {
  override readonly name = 'GlassboxError';
  /** undefined: the code says all that can be said */
  readonly details: ErrorDetails | undefined;

  constructor(
    readonly code: ErrorCode,
    message: string,
    { details, ...options }: ErrorOptions & { details?: ErrorDetails | undefined } = {},
  ) {
    super(message, options);
    this.details = details;
  }
}

function isErrorCode(code: unknown): code is ErrorCode {
  return ERROR_CODES.some((known) => known === code);
}

/** Turns any thrown value into data; what has no code of ours is `internal`. */
export function toErrorValue(error: unknown): ErrorValue {
  if (error instanceof GlassboxError) {
    const { code, message, details } = error;
    return { code, message: message || error.name, ...(details && { details }) };
  }
  if (error instanceof Error) {
    const { code } = error as { code?: unknown };
    return { code: isErrorCode(code) ? code : 'internal', message: error.message || error.name };
  }
  return { code: 'internal', message: String(error) };
}

/** Turns a value of the wire back into an error. */
export function fromErrorValue(value: ErrorValue): GlassboxError {
  return new GlassboxError(value.code, value.message, { details: value.details });
}

/** A server's failure at a request, whatever was asked for. */
export type ServerFailure = GlassboxError & { details: Extract<ErrorDetails, { kind: 'server' }> };

export const isServerFailure = (error: unknown): error is ServerFailure =>
  error instanceof GlassboxError && error.code === 'server-failed' && error.details?.kind === 'server';

/** Throws `cancelled` when the signal is aborted. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new GlassboxError('cancelled', 'The run was cancelled.');
}
