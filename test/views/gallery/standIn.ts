// What the stand-ins for the host have in common: fixtures, theme and language from the address, and the editor's end of
// the line. ?theme=light|dark|contrast&language=zh-cn

import { createBirpc } from 'birpc';
import { toErrorValue } from '../../../src/protocol/engine/errors.js';
import {
  PAGE_EVENTS,
  type HostFunctions,
  type PageContract,
  type PageFunctions,
} from '../../../src/protocol/webviews/channel.js';

/** put in by pages.mjs: the files and folders of test/views/fixtures by name */
declare const FIXTURES: Record<string, unknown>;

/** put in by pages.mjs: the texts of the other languages by their English ones */
declare const TRANSLATIONS: Record<string, Record<string, string>>;

/** What the page's address asks for. */
export const query = new URLSearchParams(location.search);

const theme = query.get('theme') ?? 'dark';
document.documentElement.dataset.theme = theme;
document.body.className = theme === 'contrast' ? 'vscode-high-contrast' : `vscode-${theme}`;

/** BCP 47 */
export const language = query.get('language') ?? 'en';

// The host writes the texts of the user's language into the page.
if (language in TRANSLATIONS) document.querySelector('main')!.dataset.l10n = JSON.stringify(TRANSLATIONS[language]);

/** A file of test/views/fixtures by its name, or the files of a folder as one; undefined where there is none. */
export const fixture = (name: string): unknown => FIXTURES[name];

/** What the stand-in does with what the page says. */
export interface StandInHandlers<C extends PageContract> {
  ready: () => void;
  receive: (message: C['toHost']) => void;
  /** answers, tells how far it is, or throws a GlassboxError; undefined: never */
  request?: <R extends keyof C['requests']>(
    name: R,
    params: never,
    onProgress: (progress: C['requests'][R]['progress']) => void,
  ) => unknown;
  /** what the editor has kept of the page */
  kept?: unknown;
}

/**
 * Stands in for the editor and the host.
 * @param key under which the page's state outlives a reload; without one it does not
 * @returns sends a message to the page
 */
export function standIn<C extends PageContract>(
  { ready, receive, request = () => undefined, kept: before }: StandInHandlers<C>,
  key?: string,
): (message: C['toPage']) => void {
  let take: (data: unknown) => void;
  const functions: HostFunctions = {
    ready,
    receive: (message) => receive(message as C['toHost']),
    request: (id, name, params) => {
      try {
        const result = request(name, params as never, (progress) => void page.progress(id, progress));
        return result === undefined ? new Promise(() => undefined) : Promise.resolve({ result });
      } catch (error) {
        return Promise.resolve({ error: toErrorValue(error) });
      }
    },
    cancel: () => undefined,
  };
  const page = createBirpc<PageFunctions, HostFunctions>(functions, {
    eventNames: PAGE_EVENTS,
    post: (data) => window.postMessage(data, '*'),
    on: (listener) => (take = listener),
  });
  const kept = key === undefined ? null : sessionStorage.getItem(key);
  let state: unknown = kept === null ? before : JSON.parse(kept);
  Object.assign(window, {
    acquireVsCodeApi: () => ({
      postMessage: (data: unknown) => take(data),
      getState: () => state,
      setState: (next: unknown) => {
        state = next;
        if (key !== undefined) sessionStorage.setItem(key, JSON.stringify(next));
      },
    }),
  });
  return (message) => void page.receive(message);
}
