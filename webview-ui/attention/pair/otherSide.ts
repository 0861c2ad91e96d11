import type { GlassboxError } from '../../../src/protocol/engine/index.js';
import type { AttentionView, KeptSide } from '../../../src/protocol/webviews/index.js';
import { mapKindsOf } from '../../../src/attention/viewState.js';
import { AttentionData } from '../model/attentionData.js';
import type { AttentionPage } from '../model/attentionPage.js';
import type { DisplayedMap } from '../model/displayModel.js';

/** Whether a view has room for another side. */
export function showsPair({ view }: Pick<AttentionView, 'view'>): boolean {
  return view === 'matrix' || view === 'rollout';
}

/** The side that was kept: its text and model, with the map, layer and head of the page where its model has them. */
export class OtherSide {
  #kept: KeptSide | null = null;
  #data: AttentionData | null = null;
  #state: AttentionView;
  #scaled: { of: readonly unknown[]; maps: { one: DisplayedMap; other: DisplayedMap } } | null = null;
  readonly #page: AttentionPage;
  readonly #changed: () => void;

  /** @param changed an answer came, or a failure */
  constructor(page: AttentionPage, changed: () => void) {
    this.#page = page;
    this.#state = page.state;
    this.#changed = changed;
  }

  /** Asks for what is compared with; takes back what is no longer wanted. */
  load(): void {
    const { other, state } = this.#page;
    const wanted = showsPair(state) ? other : null;
    if (wanted !== this.#kept) this.#keep(wanted);
    if (!wanted || !this.#data) return;
    this.#state = this.#fitted(wanted);
    const heads = this.#data.summary()?.heads ?? [];
    const { layer, head, model } = state;
    const isThere = (each: { layer: number; head: number }) =>
      (layer === null || each.layer === layer) && (head === null || each.head === head);
    if (model === wanted.view.model || heads.some(isThere)) this.#state = { ...this.#state, layer, head };
    this.#data.load();
  }

  /** The side that stands beside the page's own; null: none. */
  get kept(): KeptSide | null {
    return this.#kept;
  }

  /** What it is asked for with. */
  get state(): AttentionView {
    return this.#state;
  }

  get error(): GlassboxError | null {
    return this.#data?.error ?? null;
  }

  retry(): void {
    this.#data?.retry();
  }

  stop(): void {
    this.#data?.stop();
  }

  /** Both maps on one scale of colours: the larger of their two; null while one of them is not there. */
  maps(one: DisplayedMap | null): { one: DisplayedMap; other: DisplayedMap } | null {
    const other = this.#state.view === 'rollout' ? this.#data?.rollout() : this.#data?.weights();
    if (!one || !other) return null;
    const of = [one, other];
    if (this.#scaled?.of.every((each, at) => each === of[at])) return this.#scaled.maps;
    const top = Math.max(one.top, other.top);
    const onScale = (map: DisplayedMap) => (map.top === top ? map : { ...map, top });
    this.#scaled = { of, maps: { one: onScale(one), other: onScale(other) } };
    return this.#scaled.maps;
  }

  #keep(kept: KeptSide | null): void {
    for (const slot of ['attention', 'summary']) this.#page.cancel(slotOf(slot));
    this.#kept = kept;
    this.#data = null;
    if (!kept) return;
    const page = this.#page;
    const state = () => this.#state;
    const own: AttentionPage = {
      ...page,
      subject: kept.subject,
      get state() {
        return state();
      },
      request: (slot, ...question) => page.request(slotOf(slot), ...question),
      cancel: (slot) => page.cancel(slotOf(slot)),
    };
    this.#data = new AttentionData(own, this.#changed);
  }

  /** The page's view for the kept model and text; layer and head as they were kept. */
  #fitted({ view }: KeptSide): AttentionView {
    const { state, models } = this.#page;
    const model = models.find(({ id }) => id === view.model);
    const kind = model && mapKindsOf(model).includes(state.kind) ? state.kind : view.kind;
    const { target, prefix, layer, head } = view;
    return { ...state, model: view.model, kind, target, prefix, layer, head };
  }
}

const slotOf = (slot: string) => `other ${slot}`;
