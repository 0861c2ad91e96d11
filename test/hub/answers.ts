import type { IncomingMessage } from 'node:http';
import { bytesOf, type Content } from './contents.js';
import type { Commit, Repository, RepositoryFile } from './repository.js';

/** What is sent back, before a fault changes it. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Content;
  /** takes Range */
  hasRanges: boolean;
}

/** What the hub knows. */
export interface HubState {
  repositories: ReadonlyMap<string, Repository>;
  /** former names and what they are called now */
  renamed: Readonly<Record<string, string>>;
  tokens: readonly string[];
  /** entries on a page of a listing */
  pageSize: number;
  /** sends small files by way of a redirect on the same host, as the public hub does of late */
  relay: boolean;
  /** for how long the address of a large file serves, in milliseconds */
  signedFor: number;
  /** of the host with large files: without a path */
  cdn(): string;
  hub(): string;
}

export const json = (value: unknown, status = 200, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers },
  body: bytesOf(JSON.stringify(value)),
  hasRanges: false,
});

const refusal = (status: number, error: string, code?: string) =>
  json({ error }, status, { 'X-Error-Message': error, ...(code !== undefined && { 'X-Error-Code': code }) });

const redirect = (location: string, headers: Record<string, string> = {}, status = 302): Answer => ({
  status,
  headers: { Location: location, 'Content-Type': 'text/plain; charset=utf-8', ...headers },
  body: bytesOf(`Found. Redirecting to ${location}`),
  hasRanges: false,
});

const encoded = (name: string) => name.split('/').map(encodeURIComponent).join('/');

/** A request's way, segment by segment; null where the escapes are none. */
function segmentsOf(url: URL): string[] | null {
  try {
    return url.pathname.split('/').slice(1).map(decodeURIComponent);
  } catch {
    return null;
  }
}

/** The name of a model at the beginning of segments, before one of these words. */
function splitId(segments: readonly string[], words: readonly string[]): { id: string; rest: string[] } {
  const at = [1, 2].find((index) => words.includes(segments[index] ?? '')) ?? segments.length;
  return { id: segments.slice(0, at).join('/'), rest: segments.slice(at) };
}

/** Answers as the public hub does. */
export function hubAnswer(state: HubState, request: IncomingMessage): Answer {
  const url = new URL(request.url ?? '/', state.hub());
  const segments = segmentsOf(url);
  if (!segments) return refusal(400, 'Bad request');
  const token = /^Bearer (.*)$/.exec(request.headers.authorization ?? '')?.[1] ?? null;
  if (token !== null && !state.tokens.includes(token))
    return refusal(401, 'Invalid credentials in Authorization header');
  const [first, second] = segments;
  if (first === 'api' && second === 'models' && segments.length === 2) return search(state, url);
  if (first === 'api' && second === 'models') return api(state, segments.slice(2), url, token);
  if (first === 'api' && second === 'resolve-cache') return relayed(state, segments.slice(3), token);
  const { id, rest } = splitId(segments, ['resolve']);
  const [, revision, ...file] = rest;
  if (revision === undefined || file.length === 0) return refusal(404, 'Sorry, there is no such page.');
  const moved = state.renamed[id];
  if (moved !== undefined) {
    return redirect(`/${encoded(moved)}/resolve/${encodeURIComponent(revision)}/${encoded(file.join('/'))}`, {}, 307);
  }
  return withFile(state, { id, revision, path: file.join('/'), token }, (repository, commit, entry) =>
    resolved(state, repository, commit, entry),
  );
}

function search(state: HubState, url: URL): Answer {
  const text = (url.searchParams.get('search') ?? '').toLowerCase();
  const limit = Number(url.searchParams.get('limit') ?? 1000);
  const hits = [...state.repositories.values()]
    .filter(({ id, about }) => id.toLowerCase().includes(text) && !about.private)
    .sort((a, b) => (b.about.downloads ?? 0) - (a.about.downloads ?? 0));
  return json(hits.slice(0, limit).map((repository) => repository.info(repository.main)));
}

/** @param segments behind /api/models */
function api(state: HubState, segments: readonly string[], url: URL, token: string | null): Answer {
  const { id, rest } = splitId(segments, ['tree', 'revision']);
  const moved = state.renamed[id];
  if (moved !== undefined) {
    const way = [encoded(moved), ...rest.map(encodeURIComponent)].join('/');
    return redirect(`/api/models/${way}${url.search}`, {}, 307);
  }
  const repository = readable(state, id, token);
  if ('status' in repository) return repository;
  const [word, revision = 'main', ...within] = rest;
  const commit = repository.at(revision);
  if (!commit) return refusal(404, `Invalid rev id: ${revision}`, 'RevisionNotFound');
  if (word !== 'tree') return json(repository.info(commit));
  const entries = repository.tree(commit, within.join('/'), url.searchParams.get('recursive') === 'true');
  const start = Number(url.searchParams.get('cursor') ?? 0);
  const size = Math.min(Number(url.searchParams.get('limit') ?? Infinity), state.pageSize);
  const next = new URL(url);
  next.searchParams.set('cursor', String(start + size));
  const hasMore = start + size < entries.length;
  return json(
    entries.slice(start, start + size),
    200,
    hasMore ? { Link: `<${next.href.replace(next.origin, state.hub())}>; rel="next"` } : {},
  );
}

/** A repository as far as this token may know of it. */
function readable(state: HubState, id: string, token: string | null): Repository | Answer {
  const repository = state.repositories.get(id);
  const isHidden = repository?.about.private && !(token !== null && repository.about.readers?.includes(token));
  if (repository && !isHidden) return repository;
  // Without a token it does not tell whether there is one.
  if (token === null) return refusal(401, 'Invalid username or password.');
  return refusal(404, 'Repository not found', 'RepoNotFound');
}

interface Wanted {
  id: string;
  revision: string;
  path: string;
  token: string | null;
}

function withFile(
  state: HubState,
  { id, revision, path, token }: Wanted,
  found: (repository: Repository, commit: Commit, file: RepositoryFile) => Answer,
): Answer {
  const repository = readable(state, id, token);
  if ('status' in repository) return repository;
  const { gated = false, readers = [] } = repository.about;
  if (gated !== false && !(token !== null && readers.includes(token))) {
    const page = `${state.hub()}/${id}`;
    return token === null
      ? refusal(401, `Access to model ${id} is restricted. Please log in.`, 'GatedRepo')
      : refusal(403, `Access to model ${id} is restricted. Visit ${page} to ask for access.`, 'GatedRepo');
  }
  const commit = repository.at(revision);
  if (!commit) return refusal(404, `Invalid rev id: ${revision}`, 'RevisionNotFound');
  const file = commit.files.get(path);
  return file ? found(repository, commit, file) : refusal(404, 'Entry not found', 'EntryNotFound');
}

function resolved(state: HubState, repository: Repository, commit: Commit, file: RepositoryFile): Answer {
  const about = { 'X-Repo-Commit': commit.sha };
  if (file.sha256 !== null) {
    const until = Date.now() + state.signedFor;
    // The path's end is the file's own, which tells a fault or a reader what it is.
    const address = `${state.cdn()}/${file.sha256}/${encoded(repository.id)}/${encoded(file.path)}?expires=${until}`;
    const linked = { 'X-Linked-Size': String(file.content.size), 'X-Linked-Etag': `"${file.sha256}"` };
    return redirect(address, { ...about, ...linked });
  }
  if (state.relay) {
    const way = `/api/resolve-cache/models/${encoded(repository.id)}/${commit.sha}/${encoded(file.path)}`;
    return redirect(way, { ...about, 'X-Linked-Size': String(file.content.size) }, 307);
  }
  return content(file.content, { ...about, ETag: `"${file.oid}"` });
}

/** @param segments behind /api/resolve-cache/models */
function relayed(state: HubState, segments: readonly string[], token: string | null): Answer {
  const at = segments.findIndex((segment) => /^[0-9a-f]{40}$/.test(segment));
  const wanted = { id: segments.slice(0, at).join('/'), path: segments.slice(at + 1).join('/'), token };
  return withFile(state, { ...wanted, revision: segments[at] ?? '' }, (_, commit, file) =>
    content(file.content, { 'X-Repo-Commit': commit.sha, ETag: `"${file.oid}"` }),
  );
}

const content = (body: Content, headers: Record<string, string>): Answer => ({
  status: 200,
  headers: { 'Content-Type': 'application/octet-stream', 'Accept-Ranges': 'bytes', ...headers },
  body,
  hasRanges: true,
});

/** Answers as the host that large files are on: it knows no accounts, only addresses that end. */
export function cdnAnswer(state: HubState, request: IncomingMessage): Answer {
  const url = new URL(request.url ?? '/', state.cdn());
  const hex = segmentsOf(url)?.[0] ?? '';
  if (Number(url.searchParams.get('expires')) < Date.now()) {
    const text = '<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>';
    return { status: 403, headers: { 'Content-Type': 'application/xml' }, body: bytesOf(text), hasRanges: false };
  }
  for (const { commits } of state.repositories.values()) {
    for (const commit of commits) {
      for (const file of commit.files.values()) {
        if (file.sha256 === hex) return content(file.content, { ETag: `"${hex}"` });
      }
    }
  }
  return { status: 404, headers: {}, body: bytesOf('Not Found'), hasRanges: false };
}
