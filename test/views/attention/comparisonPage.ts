import { readFileSync } from 'node:fs';
import path from 'node:path';
import { GlassboxError } from '../../../src/protocol/engine/errors.js';
import type { AttentionValue, ModelInfo, Span, Values } from '../../../src/protocol/engine/index.js';
import type { AttentionPage } from '../../../webview-ui/attention/model/attentionPage.js';
import { DEFAULT_VIEW } from '../../../src/attention/viewState.js';
import { numbersFor } from '../../../webview-ui/kit/numbers.js';

interface Recorded {
  method: 'attention' | 'rightContext';
  params: Record<string, unknown>;
  value: unknown;
}

/** What the three embedded models answered for one sentence: test/views/fixtures/architectures.json. */
const recorded = JSON.parse(readFileSync(path.join(import.meta.dirname, '../fixtures/architectures.json'), 'utf8')) as {
  text: string;
  models: ModelInfo[];
  answers: Recorded[];
};

export const { text, models } = recorded;

const keyOf = (method: string, params: object) =>
  JSON.stringify([method, Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1))]);

/** One recorded answer, its maps as typed arrays. */
export function answer<M extends Recorded['method']>(method: M, params: object): Values[M] | undefined {
  const found = recorded.answers.find((each) => keyOf(each.method, each.params) === keyOf(method, params));
  if (!found) return undefined;
  const value = structuredClone(found.value) as Values[M];
  for (const map of (value as Partial<AttentionValue>).maps ?? []) {
    map.values = Float32Array.from(map.values);
    if (map.scores) map.scores = Float32Array.from(map.scores);
  }
  return value;
}

export interface Did {
  asked: { slot: string; method: string; params: object }[];
  pointed: (Span | null)[];
  revealed: Span[];
  saved: { format: string; name: string; content: string | Uint8Array }[];
  copied: { what: string; text: string }[];
}

/**
 * A page that answers from the records, without an editor around.
 * @param failing models that cannot answer
 */
export function comparisonPage(
  change: Partial<AttentionPage['state']> = {},
  failing: string[] = [],
): AttentionPage & { did: Did } {
  const did: Did = { asked: [], pointed: [], revealed: [], saved: [], copied: [] };
  const page: AttentionPage = {
    numbers: numbersFor('en'),
    shell: 'posix',
    models,
    other: null,
    setOther: (other) => void (page.other = other),
    subject: { id: 1, text, label: 'a.md', cursor: 6, pinned: false, part: false, detached: false, place: null },
    state: { ...DEFAULT_VIEW, model: 'bert-mini', view: 'architectures', ...change },
    setState: (next) => void (page.state = { ...page.state, ...next }),
    setStateSilently: (next) => void (page.state = { ...page.state, ...next }),
    request: (slot, method, params) => {
      did.asked.push({ slot, method, params });
      if (failing.includes(String(params.model))) {
        const details = { kind: 'attentionForm', name: String(params.model) } as const;
        return Promise.reject(new GlassboxError('model-broken', 'not for windows', { details }));
      }
      const value = method === 'attention' || method === 'rightContext' ? answer(method, params) : undefined;
      if (!value) return Promise.reject(new GlassboxError('bad-request', `Not recorded: ${JSON.stringify(params)}`));
      return Promise.resolve(value as never);
    },
    cancel: () => undefined,
    markInEditor: (span) => void did.pointed.push(span),
    reveal: (span) => void did.revealed.push(span),
    save: (format, name, content) => void did.saved.push({ format, name, content }),
    copy: (what, copied) => void did.copied.push({ what, text: copied }),
    openLaboratory: () => undefined,
    announce: () => undefined,
  };
  return Object.assign(page, { did });
}
