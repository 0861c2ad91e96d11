import type { WeightMatrix } from '../../../src/attention/weightMatrix.js';
import type {
  AttentionSummaryMap,
  AttentionSummaryValue,
  AttentionValue,
  GlassboxError,
  Params,
} from '../../../src/protocol/engine/index.js';
import type { AttentionView } from '../../../src/protocol/webviews/index.js';
import { attentionParams, subjectParams, hasMaps } from '../../../src/attention/viewState.js';
import type { AttentionPage } from './attentionPage.js';
import { prepareMap, displayedMapOf } from './prepareMap.js';
import type { DisplayedMap } from './displayModel.js';
import { alignWords, type WordAlignment } from './alignment.js';

interface Answer<T> {
  key: string;
  value: T;
  /** the view that it was asked for */
  view: AttentionView;
}

/** What the engine said about the text: asked for as the view needs it, shaped as the view wants it. */
export class AttentionData {
  #attention: Answer<AttentionValue> | null = null;
  #summary: Answer<AttentionSummaryValue> | null = null;
  /** what is asked for now, by slot */
  #asked = { attention: '', summary: '' };
  #errors: Record<'attention' | 'summary', GlassboxError | null> = { attention: null, summary: null };
  /** the model's own output, so that it is not written anew for every head */
  #own: { key: string; text: string } | null = null;
  readonly #memory = new Map<string, { of: readonly unknown[]; result: unknown }>();
  readonly #page: AttentionPage;
  readonly #changed: () => void;

  /** @param changed an answer came, or a failure */
  constructor(page: AttentionPage, changed: () => void) {
    this.#page = page;
    this.#changed = changed;
  }

  /** Asks for what the view shows and is not there; takes back what is no longer wanted. */
  load(): void {
    const { state, subject } = this.#page;
    if (!subject || !hasMaps(state)) {
      this.#page.cancel('attention');
      this.#page.cancel('summary');
      this.#asked = { attention: '', summary: '' };
      return;
    }
    const basis = this.#basis();
    // The picture that fills the middle comes first.
    this.#request('attention', `${basis} ${JSON.stringify(attentionParams(state, subject))}`, () =>
      this.#page.request('attention', 'attention', this.#withOwnTarget(attentionParams(state, subject))),
    );
    this.#request('summary', basis, () =>
      this.#page.request('summary', 'attentionSummary', this.#withOwnTarget(subjectParams(state, subject))),
    );
  }

  /** Takes back what the picture waits for. */
  stop(): void {
    this.#page.cancel('attention');
    if (this.#page.state.view === 'rollout') this.#page.cancel('summary');
  }

  /** Asks again after a failure. */
  retry(): void {
    this.#asked = { attention: '', summary: '' };
    this.#errors = { attention: null, summary: null };
    this.load();
    this.#changed();
  }

  /** The weights of the chosen head or average; the one before stays until the next is there. */
  weights(): DisplayedMap | null {
    const { state, subject } = this.#page;
    const held = this.#attention;
    if (!subject || !held?.key.startsWith(this.#basis()) || held.view.kind !== state.kind) return null;
    const { kind, layer, head } = held.view;
    const view = { ...state, kind, layer, head };
    return this.#memoize('weights', [held, state.words, state.specials, state.written], () =>
      displayedMapOf(view, subject, held.value),
    );
  }

  /** Rollout over all layers, for the same words. */
  rollout(): DisplayedMap | null {
    const { state, subject } = this.#page;
    const held = this.#currentSummary();
    const map = this.summary();
    if (!subject || !held || !map) return null;
    const matrix: WeightMatrix = { queries: map.queries, keys: map.keys, values: map.rollout };
    return this.#memoize('rollout', [held, state.kind, state.words, state.specials, state.written], () =>
      prepareMap(state, subject.text, held.value, matrix, 'rollout'),
    );
  }

  /** All heads of the chosen kind of map. */
  summary(): AttentionSummaryMap | null {
    return this.summaries().find(({ kind }) => kind === this.#page.state.kind) ?? null;
  }

  /** All heads of every kind of map; none while they are unknown. */
  summaries(): readonly AttentionSummaryMap[] {
    return this.#currentSummary()?.value.maps ?? [];
  }

  /** Of a cross map: which source word each word was written from. */
  alignment(): WordAlignment[] | null {
    const { state, subject } = this.#page;
    const held = this.#attention;
    if (!subject || state.kind !== 'cross' || !held?.key.startsWith(this.#basis())) return null;
    const raw = held.value.maps.find(({ kind }) => kind === 'cross');
    if (!raw) return null;
    return this.#memoize('alignment', [held], () =>
      alignWords({ queries: raw.queries, keys: raw.keys, values: raw.values }, held.value, state.prefix + subject.text),
    );
  }

  /** The answer that the map was made from, for its tokens. */
  get value(): AttentionValue | null {
    const held = this.#attention;
    return held?.key.startsWith(this.#basis()) ? held.value : null;
  }

  /** What the decoder read, given or its own; null while it is unknown. */
  get target(): string | null {
    return this.#page.state.target ?? (this.#own?.key === this.#basis() ? this.#own.text : null);
  }

  /** Why there is no picture. Of two questions about one text both mostly fail for the same reason: it is told once. */
  get error(): GlassboxError | null {
    const { attention, summary } = this.#errors;
    return attention ?? (this.#page.state.view === 'rollout' ? summary : null);
  }

  /** The picture that is wanted is on its way. */
  get isWaiting(): boolean {
    return (
      this.#asked.attention !== '' && this.#asked.attention !== this.#attention?.key && this.#errors.attention === null
    );
  }

  /** Parameters with the decoder's text, once it is known. */
  #withOwnTarget<P extends Params<'attentionSummary'>>(params: P): P {
    const own = this.#own?.key === this.#basis() ? this.#own.text : '';
    return params.target === undefined && own !== '' ? { ...params, target: own } : params;
  }

  /** Text, model and target, which all answers must be of. */
  #basis(): string {
    const { state, subject } = this.#page;
    return subject ? `${subject.id} ${JSON.stringify(subjectParams(state, subject))}` : '';
  }

  #currentSummary(): Answer<AttentionSummaryValue> | null {
    return this.#summary?.key === this.#basis() ? this.#summary : null;
  }

  #request(
    slot: 'attention' | 'summary',
    key: string,
    ask: () => Promise<AttentionValue | AttentionSummaryValue>,
  ): void {
    if (this.#asked[slot] === key) return;
    this.#asked[slot] = key;
    this.#errors[slot] = null;
    const view = { ...this.#page.state };
    const basis = this.#basis();
    ask().then(
      (value) => {
        if (this.#asked[slot] !== key) return;
        if (value.targetText !== undefined && view.target === null) this.#own = { key: basis, text: value.targetText };
        if (slot === 'attention') this.#attention = { key, value: value as AttentionValue, view };
        else this.#summary = { key, value: value as AttentionSummaryValue, view };
        this.#changed();
      },
      (error: GlassboxError) => {
        if (this.#asked[slot] !== key) return;
        this.#errors[slot] = error;
        this.#changed();
      },
    );
  }

  #memoize<T>(name: string, of: readonly unknown[], make: () => T): T {
    const before = this.#memory.get(name);
    if (before && before.of.length === of.length && before.of.every((each, at) => each === of[at]))
      return before.result as T;
    const result = make();
    this.#memory.set(name, { of, result });
    return result;
  }
}
