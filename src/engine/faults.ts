import { type ErrorDetails, GlassboxError } from '../protocol/engine/index.js';

const OUT_OF_MEMORY =
  /bad_alloc|bad allocation|out of memory|failed to allocate|cannot allocate|allocation failed|failed to map segment|ENOMEM/i;

const textOf = (error: unknown) => (error instanceof Error ? error.message || error.name : String(error));
const codeOf = (error: unknown) => (error as { code?: unknown } | null)?.code;

/** Whether memory was refused: by the system, by V8, by onnxruntime or by the loader of libraries. */
export const isOutOfMemory = (error: unknown): boolean => OUT_OF_MEMORY.test(textOf(error));

/** Whether the process, or the system, may open no more files: nothing is known of what was asked for. */
function isOutOfHandles(error: unknown): boolean {
  if (codeOf(error) === 'EMFILE' || codeOf(error) === 'ENFILE' || /too many open files/i.test(textOf(error)))
    return true;
  return error instanceof Error && error.cause !== undefined && isOutOfHandles(error.cause);
}

/** A fault of the process's own with what can be done about it; `internal` when that is unknown. */
export function coded(error: unknown): GlassboxError {
  const why = textOf(error);
  const fault = (code: GlassboxError['code'], message: string, details?: ErrorDetails) =>
    new GlassboxError(code, message, { cause: error, details });
  if (isOutOfHandles(error)) {
    return fault(
      'internal',
      `The engine may open no more files (${why}). Close other programs or raise the limit (ulimit -n), then restart the engine.`,
      { kind: 'openFiles' },
    );
  }
  if (error instanceof GlassboxError) return error;
  if (isOutOfMemory(error)) {
    return fault(
      'out-of-memory',
      `There is not enough memory for the engine (${why}). Close other programs, unload models, or raise the limit (ulimit -v).`,
    );
  }
  if (codeOf(error) === 'ERR_DLOPEN_FAILED' || codeOf(error) === 'MODULE_NOT_FOUND') {
    return fault(
      'internal',
      `A file of the extension's own is missing or does not run on this system (${why}). Install the extension again, in the form for this platform; on Linux it needs glibc 2.28 or newer.`,
      { kind: 'extensionFile' },
    );
  }
  return fault('internal', why);
}
