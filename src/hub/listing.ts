import * as v from 'valibot';
import { toErrorValue, type DownloadProblem, type GlassboxError } from '../protocol/engine/index.js';
import type { Connections } from './connections.js';
import { Trouble } from './fault.js';
import { fetchJson } from './json.js';
import { foreignPath, isHubId, parseHubId } from './names.js';
import type { Hub, HubFile, HubModel, ModelFacts, SearchHit } from './types.js';
import { variantsOf } from './variants.js';

/** A published repository has thousands of files at most. */
const MOST_FILES = 100_000;
const MOST_PAGES = 200;
/** A configuration with the names of 20,000 classes has 1.5 MB. */
const MOST_CONFIG_BYTES = 4_000_000;

const commit = v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/));
const size = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e13));
const texts = v.pipe(
  v.unknown(),
  v.transform((value) =>
    [value]
      .flat()
      .filter((one): one is string => typeof one === 'string')
      .slice(0, 200),
  ),
);

/** `GET /api/models/ID/revision/REVISION`, as far as it is used; what a card says may be anything. */
const modelSchema = v.object({
  id: v.optional(v.string()),
  sha: commit,
  gated: v.optional(v.union([v.boolean(), v.string()])),
  pipeline_tag: v.optional(v.nullable(v.string())),
  cardData: v.optional(v.nullable(v.record(v.string(), v.unknown()))),
  safetensors: v.optional(
    v.nullable(v.object({ parameters: v.optional(v.record(v.string(), v.number())), total: v.optional(v.number()) })),
  ),
});

/** `GET /api/models/ID/tree/COMMIT?recursive=true` */
const treeSchema = v.array(
  v.variant('type', [
    v.object({
      type: v.literal('file'),
      path: v.string(),
      size,
      oid: commit,
      lfs: v.optional(
        v.nullable(v.object({ oid: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)), size: v.optional(size) })),
      ),
    }),
    v.object({ type: v.literal('directory'), path: v.string() }),
  ]),
);

const searchSchema = v.array(
  v.object({
    id: v.string(),
    pipeline_tag: v.optional(v.nullable(v.string())),
    downloads: v.optional(v.number(), 0),
  }),
);

const encoded = (path: string) => path.split('/').map(encodeURIComponent).join('/');

/** Where a file of a model lies on the hub, at a commit. */
export const fileAddress = (connections: Connections, id: string, revision: string, path: string): URL =>
  connections.address(`/${encoded(id)}/resolve/${encodeURIComponent(revision)}/${encoded(path)}`);

/** Reads a hub's lists. */
export class HubListing implements Hub {
  constructor(private readonly connections: Connections) {}

  get endpoint(): string {
    return this.connections.endpoint;
  }

  async model(given: string, revision?: string, signal?: AbortSignal): Promise<HubModel> {
    const { id: asked, revision: named } = parseHubId(given);
    const request = { model: asked, signal };
    const wanted = encodeURIComponent(revision ?? named ?? 'main');
    const { value: told } = await fetchJson(
      this.connections,
      this.connections.address(`/api/models/${encoded(asked)}/revision/${wanted}`),
      modelSchema,
      { reason: 'what a model is', ...request },
    );
    const id = nameOf(told.id, asked);
    const files = await this.#files(id, told.sha, { ...request, model: id });
    const types = told.safetensors?.parameters ?? {};
    const gated = told.gated !== undefined && told.gated !== false;
    const config = await this.#config(id, told.sha, files, signal).catch((error: unknown) => {
      // What there is of it is shown to everybody.
      if (gated && isRefused(error)) return null;
      throw error;
    });
    return {
      id,
      commit: told.sha,
      endpoint: this.endpoint,
      files,
      config,
      card: factsOf(told),
      gated,
      variants: variantsOf(files, types, config),
    };
  }

  async search(text: string, signal?: AbortSignal): Promise<SearchHit[]> {
    const query = new URLSearchParams({ search: text, limit: '30', sort: 'downloads', direction: '-1' });
    const url = this.connections.address(`/api/models?${query.toString()}`);
    const { value } = await fetchJson(this.connections, url, searchSchema, { reason: 'a search for models', signal });
    return value.map(({ id, pipeline_tag: task, downloads }) => ({ id, task: task ?? null, downloads }));
  }

  /** All files of a commit, page by page. */
  async #files(
    id: string,
    sha: string,
    request: { model: string; signal: AbortSignal | undefined },
  ): Promise<HubFile[]> {
    const files: HubFile[] = [];
    const seen = new Set<string>();
    let page: URL | null = this.connections.address(`/api/models/${encoded(id)}/tree/${sha}?recursive=true`);
    while (page !== null) {
      if (seen.has(page.href) || seen.size >= MOST_PAGES) throw this.#fault('answer', id);
      seen.add(page.href);
      const { value, headers } = await fetchJson(this.connections, page, treeSchema, {
        reason: 'the list of a model’s files',
        ...request,
      });
      for (const entry of value) if (entry.type === 'file') files.push(hubFile(entry));
      if (files.length > MOST_FILES) throw this.#fault('answer', id);
      page = this.#next(headers.get('link'), page, id);
    }
    if (foreignPath(files.map(({ path }) => path)) !== undefined) throw this.#fault('fileName', id);
    return files;
  }

  /** The next page, which is the hub's own. */
  #next(link: string | null, page: URL, id: string): URL | null {
    const target = /<([^>]*)>\s*;[^,]*\brel="?next"?/.exec(link ?? '')?.[1];
    if (target === undefined) return null;
    const next = URL.canParse(target, page) ? new URL(target, page) : null;
    if (next === null) throw this.#fault('answer', id);
    // Behind a mirror the address may be that of the hub it mirrors: only its query counts.
    const own = new URL(page);
    own.search = next.search;
    return own;
  }

  async #config(id: string, sha: string, files: readonly HubFile[], signal?: AbortSignal): Promise<HubModel['config']> {
    const file = files.find(({ path }) => path === 'config.json');
    if (!file || file.size > MOST_CONFIG_BYTES) return null;
    const url = fileAddress(this.connections, id, sha, file.path);
    const request = { reason: 'a model’s configuration', model: id, file: file.path, signal };
    return (await fetchJson(this.connections, url, v.record(v.string(), v.unknown()), request)).value;
  }

  #fault(problem: DownloadProblem, model: string): GlassboxError {
    return new Trouble({ problem, host: this.connections.host, model }, 'none').toError();
  }
}

/** Whether a hub does not show this to whoever asks. */
function isRefused(error: unknown): boolean {
  const { details } = toErrorValue(error);
  return details?.kind === 'download' && (details.problem === 'gated' || details.problem === 'unauthorized');
}

/**
 * What a model is called: the hub knows whose one is that was asked for by its name alone. It goes by no other name than it
 * was asked for: its folder would be another model's.
 */
function nameOf(told: string | undefined, asked: string): string {
  const isWhose = told !== undefined && isHubId(told) && told.toLowerCase().endsWith(`/${asked.toLowerCase()}`);
  return isWhose || told?.toLowerCase() === asked.toLowerCase() ? told : asked;
}

function hubFile({
  path,
  size,
  oid,
  lfs,
}: Extract<v.InferOutput<typeof treeSchema>[number], { type: 'file' }>): HubFile {
  return {
    path,
    size: lfs?.size ?? size,
    digest: lfs ? { algorithm: 'sha256', hex: lfs.oid } : { algorithm: 'gitSha1', hex: oid },
  };
}

function factsOf({ cardData, pipeline_tag: task, safetensors }: v.InferOutput<typeof modelSchema>): ModelFacts {
  const licence = v.parse(texts, cardData?.['license'])[0];
  return {
    licence: licence ?? null,
    languages: v.parse(texts, cardData?.['language']),
    task: task ?? null,
    parameters: safetensors?.total ?? null,
  };
}
