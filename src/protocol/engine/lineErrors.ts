import { GlassboxError, toErrorValue } from './errors.js';

/**
 * An error about one of the lines that were given, told by the number that the line has where it was read; any other as it is.
 * @param numbers of the lines in the order in which they were given
 */
export function atLineOf(error: unknown, numbers: readonly number[]): unknown {
  const { code, message, details } = toErrorValue(error);
  if (details?.kind !== 'training' || !(details.problem === 'emptyLine' || details.problem === 'badSpan')) return error;
  const line = numbers[details.line - 1];
  if (line === undefined) return error;
  const told = message.replace(`Line ${details.line} `, `Line ${line} `);
  return new GlassboxError(code, told, { cause: error, details: { ...details, line } });
}
