import { GlassboxError } from '../protocol/engine/index.js';

/** A part of an id: letters, digits, `-`, `_`, `.`, as huggingface_hub's `validate_repo_id` has it. */
const PART = /^\w(?:[\w.-]{0,94}\w)?$/;

/** Whether a text is a model's id on a hub: `ORGANISATION/NAME`, of old models `NAME`. */
export function isHubId(text: string): boolean {
  const parts = text.split('/');
  return parts.length <= 2 && parts.every((part) => PART.test(part)) && !/--|\.\./.test(text) && !text.endsWith('.git');
}

/** The id and the revision of what a user names a model by: `ORGANISATION/NAME`, `ORGANISATION/NAME@REVISION`. */
export function parseHubId(given: string): { id: string; revision: string | undefined } {
  const [id = '', revision, ...rest] = given.trim().split('@');
  const isRevision = revision === undefined || /^[\w./-]{1,200}$/.test(revision);
  if (rest.length > 0 || !isHubId(id) || !isRevision || revision?.includes('..')) {
    throw new GlassboxError(
      'bad-request',
      `${JSON.stringify(given)} is no model on a hub; it is named ORGANISATION/NAME.`,
      {
        details: { kind: 'hubId', given },
      },
    );
  }
  return { id, revision };
}

/** The name of a model's folder in the store, and what the engine calls it. */
export const folderName = (id: string): string => id.replace('/', '--');

/** Whether a text can be a folder's name in the store. */
export const isFolderName = (name: string): boolean => /^\w[\w.-]{0,200}$/.test(name) && isPlainName(name);

/** Whether a model that is made here can have a name: the store gives it no other one, and it can be uploaded under it. */
export const isModelName = (name: string): boolean =>
  isHubId(name) && isFolderName(name) && !name.includes('/') && !name.startsWith('models--');

/** Names that Windows gives to devices, with whatever behind a dot. */
const DEVICES = /^(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?:\..*)?$/i;
/** Bytes of a name that any file system takes, and of a path below a store. */
const MOST_NAME = 200;
const MOST_PATH = 400;

/** A name that every system takes and that leads nowhere else. */
function isPlainName(name: string): boolean {
  return (
    name !== '' &&
    Buffer.byteLength(name) <= MOST_NAME &&
    !/[<>:"|?*\\/\p{Cc}]/u.test(name) &&
    !/[. ]$/.test(name) &&
    !DEVICES.test(name)
  );
}

/** Whether a path of a listing stays within its folder, on every system. */
export const isPlainPath = (path: string): boolean =>
  Buffer.byteLength(path) <= MOST_PATH && path.split('/').every(isPlainName);

/**
 * The first path of a listing that is not to be written: one that leads elsewhere, or two that are one file where names
 * differ in case only, or that are a file and a folder.
 */
export function foreignPath(paths: readonly string[]): string | undefined {
  const odd = paths.find((path) => !isPlainPath(path));
  if (odd !== undefined) return odd;
  const files = new Set<string>();
  for (const path of paths.map((one) => one.normalize('NFC').toLowerCase())) {
    if (files.has(path)) return path;
    files.add(path);
  }
  const isFolder = (file: string) => [...files].some((other) => other.startsWith(`${file}/`));
  return [...files].find(isFolder);
}
