import * as vscode from 'vscode';
import { createQuickPick, setStatusBarMessage } from '../core/messages.js';
import { toCsv } from '../../text/csv.js';
import { saveFile } from '../core/saveFile.js';
import { clipLabel } from './labelWidth.js';
import { copyText } from './offerText.js';
import { editorOf, showTracked } from './showSpan.js';
import type { TrackedSpans } from './trackedSpans.js';
import { toEditorRange } from './trackedText.js';
import { ViewportKeeper } from './viewport.js';

const SAID_MS = 5000;

/** A row of a list of results. */
export interface ResultRow {
  label: string;
  description?: string;
  detail?: string;
  icon?: string;
  /** places in the text that it is about, by their indices; the first one is scrolled to and led to */
  places?: readonly number[];
  /** what is done instead of leading to its place */
  run?: () => unknown;
}

/** A heading among the rows. */
export interface ResultHeading {
  heading: string;
}

type Item = vscode.QuickPickItem & { row?: ResultRow };

const colour = (id: string) => new vscode.ThemeColor(id);

/** Marks places of results: all of them lightly, those of the row under the list's cursor as found. */
class PlaceMarks implements vscode.Disposable {
  readonly #all = vscode.window.createTextEditorDecorationType({
    border: '1px dotted',
    borderColor: colour('editor.foreground'),
    overviewRulerColor: colour('editorOverviewRuler.findMatchForeground'),
  });
  readonly #active = vscode.window.createTextEditorDecorationType({
    backgroundColor: colour('editor.findMatchHighlightBackground'),
    border: '2px solid',
    borderColor: colour('focusBorder'),
  });

  /** @returns the first place of the row, where there is an editor that shows it */
  show(spans: TrackedSpans, all: readonly number[], active: readonly number[]): vscode.Range | undefined {
    const editor = editorOf(spans.document);
    if (!editor) return undefined;
    const ranges = (indices: readonly number[]) =>
      indices.flatMap((index) => {
        const span = spans.at(index);
        return span ? [toEditorRange(spans.document, span)] : [];
      });
    const marked = ranges(active);
    editor.setDecorations(this.#all, ranges(all));
    editor.setDecorations(this.#active, marked);
    return marked[0];
  }

  dispose(): void {
    vscode.Disposable.from(this.#all, this.#active).dispose();
  }
}

/** Keeps the place of the row under the list's cursor in sight below the list, one scroll after the other. */
class Follower {
  readonly #keeper: ViewportKeeper | null;
  #wanted: vscode.Range | undefined;
  #scrolling: Promise<void> | null = null;

  constructor(
    spans: TrackedSpans | null,
    private readonly rows: number,
  ) {
    const editor = spans && editorOf(spans.document);
    this.#keeper = editor ? new ViewportKeeper(editor) : null;
  }

  follow(place: vscode.Range | undefined): void {
    this.#wanted = place;
    if (place) this.#scrolling ??= this.#scroll().finally(() => (this.#scrolling = null));
  }

  /** Brings the text back to where it was. */
  async restore(): Promise<void> {
    this.#wanted = undefined;
    await this.#scrolling;
    await this.#keeper?.restore();
  }

  async #scroll(): Promise<void> {
    for (let place = this.#wanted; place; place = this.#wanted) {
      this.#wanted = undefined;
      await this.#keeper?.showBelowList(place, this.rows);
    }
  }
}

/** How high a list is, in rows of one line. */
const heightOf = (rows: readonly (ResultRow | ResultHeading)[]) =>
  rows.reduce((sum, row) => sum + ('heading' in row ? 0 : row.detail === undefined ? 1 : 2), 0);

function itemOf(row: ResultRow | ResultHeading): Item {
  if ('heading' in row) return { label: row.heading, kind: vscode.QuickPickItemKind.Separator };
  const { label, description, detail, icon } = row;
  return {
    // A row is never wrapped: what is long would push its figure out of sight.
    label: description === undefined ? label : clipLabel(label),
    ...(description !== undefined && { description }),
    ...(detail !== undefined && { detail }),
    ...(icon !== undefined && { iconPath: new vscode.ThemeIcon(icon) }),
    row,
  };
}

/**
 * Shows results in a list while their places are marked in the text; moving through the list goes along in the text.
 * @param spans the places that rows tell of
 * @returns the row that was taken; undefined when the user left
 */
async function choose(
  title: string,
  placeholder: string,
  rows: readonly (ResultRow | ResultHeading)[],
  spans: TrackedSpans | null,
): Promise<ResultRow | undefined> {
  const pick = createQuickPick<Item>();
  const marks = new PlaceMarks();
  const follower = new Follower(spans, heightOf(rows));
  const all = rows.flatMap((row) => ('heading' in row ? [] : (row.places ?? [])));
  pick.title = title;
  pick.placeholder = placeholder;
  pick.ignoreFocusOut = true;
  pick.matchOnDescription = true;
  pick.items = rows.map(itemOf);
  try {
    const taken = await new Promise<ResultRow | undefined>((resolve) => {
      pick.onDidHide(() => resolve(undefined));
      pick.onDidAccept(() => pick.activeItems[0]?.row && resolve(pick.activeItems[0].row));
      pick.onDidChangeActive(([active]) => {
        if (spans) follower.follow(marks.show(spans, all, active?.row?.places ?? []));
      });
      pick.show();
    });
    if (taken === undefined) await follower.restore();
    return taken;
  } finally {
    marks.dispose();
    pick.dispose();
  }
}

/** Shows results, and does what the row that is taken says. */
export async function showResults(
  title: string,
  placeholder: string,
  rows: readonly (ResultRow | ResultHeading)[],
  spans: TrackedSpans | null,
): Promise<void> {
  const row = await choose(title, placeholder, rows, spans);
  if (row?.run) await row.run();
  else if (row?.places?.[0] !== undefined && spans) await showTracked(spans, row.places[0]);
}

/** Rows that take a table along. */
export const csvRows = (name: string, table: readonly (readonly (string | number)[])[]): ResultRow[] => [
  { label: vscode.l10n.t('Copy as CSV'), icon: 'copy', run: () => copyText(toCsv(table)) },
  {
    label: vscode.l10n.t('Export as CSV…'),
    icon: 'save',
    run: async () => {
      const saved = await saveFile(name, 'csv', toCsv(table));
      if (saved !== null) setStatusBarMessage(vscode.l10n.t('Saved {0}', saved), SAID_MS, 'check');
    },
  },
];
