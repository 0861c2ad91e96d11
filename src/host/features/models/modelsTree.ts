import * as vscode from 'vscode';
import { escapeMarkdown, plainText } from '../../core/plainText.js';
import { modelRows, type ModelsState } from './modelRows.js';
import type { ModelRow } from './rowParts.js';

/** A row with the row that it is below. */
export interface ModelNode {
  row: ModelRow;
  parent: ModelNode | undefined;
}

/** What of a row is drawn, without the rows below it. */
const drawn = (row: ModelRow): string => JSON.stringify({ ...row, subject: null, children: row.children?.length });

/** The rows of the view, as the editor asks for them. */
export class ModelsTree {
  #roots: ModelNode[] = [];
  #nodes = new Map<string, ModelNode>();

  /** Makes all rows anew. @returns those that look another way; undefined where there are other rows */
  draw(state: ModelsState): ModelNode[] | undefined {
    const before = new Map([...this.#nodes].map(([key, { row }]) => [key, drawn(row)]));
    const nodes = new Map<string, ModelNode>();
    const nodeOf = (row: ModelRow, parent: ModelNode | undefined): ModelNode => {
      // The editor knows a row by its object: one that stays keeps its place and the keyboard.
      const node = this.#nodes.get(row.key) ?? { row, parent };
      node.row = row;
      node.parent = parent;
      nodes.set(row.key, node);
      for (const child of row.children ?? []) nodeOf(child, node);
      return node;
    };
    this.#roots = modelRows(state).map((row) => nodeOf(row, undefined));
    this.#nodes = nodes;
    if ([...nodes.keys()].join('\n') !== [...before.keys()].join('\n')) return undefined;
    return [...nodes.values()].filter(({ row }) => before.get(row.key) !== drawn(row));
  }

  children(node?: ModelNode): ModelNode[] {
    if (!node) return this.#roots;
    return (node.row.children ?? []).flatMap(({ key }) => this.#nodes.get(key) ?? []);
  }

  find(key: string): ModelNode | undefined {
    return this.#nodes.get(key);
  }
}

/** A row as the editor draws it. */
export function treeItem({ row }: ModelNode): vscode.TreeItem {
  const { None, Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  const state = !row.children?.length ? None : row.isOpen ? Expanded : Collapsed;
  const item = new vscode.TreeItem(plainText(row.label), state);
  item.id = row.key;
  item.contextValue = row.context;
  if (row.description !== undefined) item.description = plainText(row.description);
  if (row.icon !== undefined) {
    item.iconPath = new vscode.ThemeIcon(row.icon, row.color === undefined ? undefined : new vscode.ThemeColor(row.color));
  }
  const [first = row.label, ...rest] = row.tooltip ?? [];
  const lines = [row.tooltip ? `**${escapeMarkdown(first)}**` : escapeMarkdown(first), ...rest.map(escapeMarkdown)];
  item.tooltip = new vscode.MarkdownString(lines.join('\n\n'));
  const label = row.spoken ?? [row.label, row.description].filter((part) => part !== undefined).join(', ');
  item.accessibilityInformation = { label: plainText(label) };
  return item;
}
