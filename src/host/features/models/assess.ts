import type { Architecture, ErrorValue, MethodName } from '../../../protocol/engine/index.js';
import type { HubModel, Variant } from '../../../hub/index.js';
import type { EngineService } from '../../core/services.js';

/** What the engine makes of a model before it is here. */
export interface Assessment {
  architecture: Architecture;
  type: string;
  /** methods that it would serve */
  tasks: MethodName[];
  /** positions; null when unbounded */
  maxLength: number | null;
  /** bytes */
  memory: number;
  /** why it cannot run; null: it can */
  refusal: ErrorValue | null;
}

/** Asks the engine what a model of a hub would do and need. @returns null where the hub has no config.json of it */
export async function assess(
  engine: Pick<EngineService, 'call'>,
  { config }: HubModel,
  { form, weightBytes: bytes, precision }: Variant,
  signal?: AbortSignal,
): Promise<Assessment | null> {
  if (config === null) return null;
  const call = engine.call.bind(engine) as (...args: unknown[]) => Promise<Assessment>;
  return call('assess', { config, form, bytes, precision }, { priority: 'visible' }, signal);
}
