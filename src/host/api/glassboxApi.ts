import type { CallOptions, GlassboxApi } from '../../../api/glassbox.js';
import type { MethodName, Params, Values } from '../../protocol/engine/index.js';
import type { Services } from '../core/services.js';

/** What `activate` returns for other extensions (api/README.md). A call's work is loaded when it is first made. */
export function glassboxApi({ engine }: Pick<Services, 'engine'>): GlassboxApi {
  const call =
    <M extends MethodName>(method: M) =>
    async (params: Params<M>, options?: CallOptions): Promise<Values[M]> =>
      (await import('./callEngine.js')).callEngine(engine, method, params, options);
  return Object.freeze<GlassboxApi>({
    version: 1,
    fillMask: call('fillMask'),
    generate: call('generate'),
    translate: call('translate'),
    attention: call('attention'),
    score: call('score'),
    embed: call('embed'),
  });
}
