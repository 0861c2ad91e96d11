import { isServerFailure, type ServerFailure } from '../protocol/engine/index.js';
import type { TokenEvent } from './output.js';

/**
 * Takes steps until they end, or until the server that tells them fails: what came before that is kept.
 * @returns how it failed; null where it did not
 * @throws what the steps throw, where nothing has come yet as well
 */
export async function* untilBrokenOff(
  steps: AsyncGenerator<TokenEvent, void, void>,
  hasBegun: () => boolean,
): AsyncGenerator<TokenEvent, ServerFailure | null, void> {
  try {
    yield* steps;
    return null;
  } catch (error) {
    if (!isServerFailure(error) || !hasBegun()) throw error;
    return error;
  }
}
