import * as v from 'valibot';
import type { ServedModel } from '../../protocol/engine/index.js';
import type { Server } from '../server.js';
import { askPatiently } from './facts.js';

const list = v.object({
  data: v.array(
    v.object({
      id: v.string(),
      owned_by: v.optional(v.string()),
      max_model_len: v.nullish(v.number()),
      meta: v.nullish(v.object({ n_ctx: v.optional(v.number()), n_vocab: v.optional(v.number()) })),
    }),
  ),
});

/** A number of tokens; null for what is none. */
const sizeOf = (value: number | null | undefined): number | null =>
  value != null && Number.isSafeInteger(value) && value > 0 ? value : null;

/** The models that a server lists. @throws GlassboxError `server-failed` */
export async function modelsOf(server: Server, signal?: AbortSignal): Promise<ServedModel[]> {
  const found = v.safeParse(
    list,
    await askPatiently(server, { path: '/v1/models', reason: 'models of the server', signal }),
  );
  if (!found.success) throw server.shapeError();
  return found.output.data.map(({ id, owned_by: ownedBy, max_model_len: length, meta }) => ({
    id,
    context: sizeOf(length) ?? sizeOf(meta?.n_ctx),
    vocabulary: sizeOf(meta?.n_vocab),
    ownedBy: ownedBy ?? null,
  }));
}

/** The one that is named, or the only one. @throws GlassboxError `server-failed` where there is none, or which is not said */
export async function modelOf(server: Server, name: string | undefined, signal?: AbortSignal): Promise<ServedModel> {
  const models = await modelsOf(server, signal);
  const found = models.find(({ id }) => id === name);
  if (found) return found;
  const names = [...new Set(models.map(({ id }) => id))];
  if (name === undefined && names.length === 1) return models[0]!;
  throw server.modelError(names, name);
}
