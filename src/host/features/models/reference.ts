import os from 'node:os';
import path from 'node:path';
import { isHubId } from '../../../hub/index.js';

/** What a user means by a text: a model on a hub, a folder on this machine, or words to look for. */
export type Reference =
  | { kind: 'hub'; id: string; revision?: string; /** of the address that was given */ endpoint?: string }
  | { kind: 'folder'; folder: string }
  | { kind: 'words'; words: string };

/** What stands in a page's path between the id and a revision. */
const VIEWS = ['tree', 'blob', 'resolve', 'raw', 'commit', 'blame'];

/** An id with its organisation: the names of the first models, which have none, look like words. */
const isId = (text: string) => text.includes('/') && isHubId(text);

/**
 * Reads what was typed or pasted: `ORGANISATION/NAME`, the same with `@REVISION`, the address of a model's page on
 * whatever hub, a folder's path (also with `~`, in quotation marks, or as a `file:` address). Everything else is words.
 */
export function parseReference(typed: string): Reference {
  const text = typed.trim().replace(/^(["'])(.*)\1$/, '$2').trim();
  return pageAt(text) ?? folderAt(text) ?? idIn(text) ?? { kind: 'words', words: text };
}

function idIn(text: string): Reference | null {
  const [id = '', revision, ...rest] = text.split('@');
  if (!isId(id) || rest.length > 0) return null;
  if (revision === undefined) return { kind: 'hub', id };
  return /^[\w./-]{1,200}$/.test(revision) && !revision.includes('..') ? { kind: 'hub', id, revision } : null;
}

function pageAt(text: string): Reference | null {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  const parts = url.pathname.split('/').filter((part) => part !== '');
  // `/models/` stands before the id on some mirrors.
  const from = parts[0] === 'models' && parts.length > 2 ? 1 : 0;
  const views = parts.findIndex((part, at) => at > from && VIEWS.includes(part));
  const id = parts.slice(from, views < 0 ? from + 2 : views).join('/');
  if (!isId(id)) return null;
  // A branch's name may have a slash, which the page's address writes as %2F.
  const named = views < 0 ? undefined : parts[views + 1];
  const revision = named === undefined ? undefined : decodeURIComponent(named);
  return { kind: 'hub', id, endpoint: url.origin, ...(revision !== undefined && { revision }) };
}

function folderAt(text: string): Reference | null {
  if (/^file:\/\//i.test(text) && URL.canParse(text)) {
    const place = decodeURIComponent(new URL(text).pathname).replace(/^\/(?=[A-Za-z]:)/, '');
    return { kind: 'folder', folder: path.resolve(place) };
  }
  const place = text.replace(/^~(?=[\\/]|$)/, os.homedir());
  return text !== '' && path.isAbsolute(place) ? { kind: 'folder', folder: path.resolve(place) } : null;
}
