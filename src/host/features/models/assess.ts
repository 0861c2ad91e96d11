import type { AssessValue } from '../../../protocol/engine/index.js';
import type { HubModel, Variant } from '../../../hub/index.js';
import type { EngineService } from '../../core/services.js';

/** Asks the engine what a form of a model would do and need. @returns null where the hub has no config.json of it */
export async function assess(
  engine: Pick<EngineService, 'call'>,
  { config }: HubModel,
  { form, weightBytes: bytes, precision }: Variant,
  signal?: AbortSignal,
): Promise<AssessValue | null> {
  if (config === null) return null;
  return engine.call('assess', { config: { ...config }, form, bytes, precision }, { priority: 'visible' }, signal);
}
