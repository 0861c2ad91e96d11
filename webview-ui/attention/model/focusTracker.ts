import type { AttentionPage } from './attentionPage.js';
import { focusedCell, type Focus, focusAt, focusOnCell, focusOnCursor, NO_FOCUS, focusOffset } from './focus.js';
import type { Cell } from './cell.js';
import type { DisplayedMap } from './displayModel.js';

/** Where the focus is, while heads, models and texts change under it. */
export class FocusTracker {
  #focus: Focus = NO_FOCUS;
  /** where it goes when the next map is there; undefined: it stays */
  #pending: { offset: number | null } | undefined;
  /** what the focus counts tokens of */
  #basis = { key: '', isSubject: true };
  readonly #page: AttentionPage;

  constructor(page: AttentionPage) {
    this.#page = page;
  }

  /** Another text. @param offset of the word in focus, where one is known; otherwise the cursor's */
  start(offset: number | null): void {
    this.#focus = NO_FOCUS;
    this.#pending = { offset };
  }

  /** Other tokens, by another model or for another side: the focus is found again by its place in the text. */
  followTokens(): void {
    const { state, models, subject } = this.#page;
    const architecture = models.find(({ id }) => id === state.model)?.architecture;
    const isSubject = architecture !== 'encoder-decoder' || state.kind === 'encoder';
    const key = JSON.stringify([
      subject?.id,
      state.model,
      state.kind,
      state.prefix,
      state.target,
      state.written === true,
    ]);
    if (key === this.#basis.key) return;
    if (this.#pending === undefined) this.start(isSubject && this.#basis.isSubject ? state.focus : null);
    this.#basis = { key, isSubject };
  }

  /** The first map of other tokens is there: the focus goes where it was, or to the cursor's word. */
  settle(map: DisplayedMap): void {
    if (this.#pending === undefined) return;
    const { offset } = this.#pending;
    this.#pending = undefined;
    if (offset !== null) this.#focus = focusAt(map, offset);
    else this.followCursor(map);
  }

  /** The cursor's word has the focus; on the side that is read only, the word that reads it most. */
  followCursor(map: DisplayedMap): void {
    const focus = focusOnCursor(map, this.#page.subject?.cursor ?? null);
    if (focus) this.#set(map, focus);
  }

  /** @returns whether another word has the focus now */
  choose(map: DisplayedMap, cell: Cell | null): boolean {
    const before = this.#focus.row;
    // A column chosen by itself is one of the word in focus.
    const row = cell === null ? -1 : cell.row >= 0 ? cell.row : (this.cell(map)?.row ?? -1);
    this.#set(map, row < 0 ? NO_FOCUS : focusOnCell(map, { row, column: cell?.column ?? -1 }));
    return this.#focus.row !== before;
  }

  /** The cell in focus; null: none. */
  cell(map: DisplayedMap | null): Cell | null {
    return map && focusedCell(map, this.#focus);
  }

  #set(map: DisplayedMap, focus: Focus): void {
    this.#focus = focus;
    this.#page.setStateSilently({ focus: focusOffset(map, focus) });
  }
}
