import * as vscode from 'vscode';
import type { SkipReason } from '../../../protocol/engine/index.js';
import { clipEnd } from '../../../text/excerpt.js';
import { matchedWords } from '../../../text/matchedWords.js';
import { isolate } from '../../../text/isolate.js';
import { keyCommandIds } from '../../core/commandIds.js';
import { escapeMarkdown, plainLine, plainText } from '../../core/plainText.js';
import { userNumber } from '../../core/userNumber.js';
import type { FileGroup, Found } from './found.js';
import { reasonText, resultTooltip, type Searched } from './reasons.js';

/** As much of a passage as its row has, in UTF-16 units: behind it stands why it was found. */
const SHOWN = 100;

/** What is said of the index in its row. */
export interface IndexRow {
  description: string;
  icon: string;
  /** what its menus go by */
  context: string;
  /** a line each */
  tooltip: readonly string[];
}

/** A file that was not searched, and why. */
export interface LeftOut {
  name: string;
  reason: SkipReason;
  /** null: it is no file that can be opened */
  uri: string | null;
}

/** A result with its number, by which commands name it. */
export type Shown = Found & { index: number };

/** A row of the view. */
export type SimilarNode =
  | { kind: 'index'; key: string; parent: undefined; row: IndexRow; children: SimilarNode[] }
  | { kind: 'leftOut'; key: string; parent: SimilarNode | undefined; count: number; children: SimilarNode[] }
  | { kind: 'leftFile'; key: string; parent: SimilarNode; file: LeftOut; children: [] }
  | { kind: 'file'; key: string; parent: undefined; group: FileGroup<Shown>; children: SimilarNode[] }
  | { kind: 'result'; key: string; parent: SimilarNode; found: Shown; children: [] }
  | { kind: 'more'; key: string; parent: undefined; count: number; children: [] };

/** What the view shows. */
export interface SimilarRows {
  index: IndexRow | null;
  /** files that the index does not hold: some of them, and how many there are */
  indexLeftOut: { files: readonly LeftOut[]; count: number };
  groups: readonly FileGroup<Shown>[];
  /** open files that were not searched */
  leftOut: readonly LeftOut[];
  /** passages that were found and are not listed yet */
  more: number;
}

/** All rows: the index, the files with their results, the rest of these, and what was left out. */
export function similarNodes({ index, indexLeftOut, groups, leftOut, more }: SimilarRows): SimilarNode[] {
  const nodes: SimilarNode[] = [];
  if (index) {
    const node: SimilarNode = { kind: 'index', key: 'index', parent: undefined, row: index, children: [] };
    if (indexLeftOut.count > 0) node.children = [leftOutNode('index left out', node, indexLeftOut)];
    nodes.push(node);
  }
  for (const group of groups) {
    const node: SimilarNode = { kind: 'file', key: `file ${group.uri}`, parent: undefined, group, children: [] };
    node.children = group.found.map((found) => ({
      ...{ kind: 'result', key: `result ${found.index}`, parent: node, found, children: [] },
    }));
    nodes.push(node);
  }
  if (more > 0) nodes.push({ kind: 'more', key: 'more', parent: undefined, count: more, children: [] });
  if (leftOut.length > 0) nodes.push(leftOutNode('left out', undefined, { files: leftOut, count: leftOut.length }));
  return nodes;
}

function leftOutNode(
  key: string,
  parent: SimilarNode | undefined,
  { files, count }: SimilarRows['indexLeftOut'],
): SimilarNode {
  const node: SimilarNode = { kind: 'leftOut', key, parent, count, children: [] };
  node.children = files.map((file, at) => ({
    ...{ kind: 'leftFile', key: `${key} ${at}`, parent: node, file, children: [] },
  }));
  return node;
}

/** The row of a result. */
export function nodeOfResult(nodes: readonly SimilarNode[], index: number): SimilarNode | undefined {
  return nodes.flatMap(({ children }) => children).find((node) => node.kind === 'result' && node.found.index === index);
}

function reasonOf(reason: SkipReason): string {
  switch (reason) {
    case 'binary':
      return vscode.l10n.t('no text');
    case 'large':
      return vscode.l10n.t('too large');
    case 'unreadable':
      return vscode.l10n.t('cannot be read');
    case 'changing':
      return vscode.l10n.t('changes all the time');
  }
}

/** The folder of a path with `/` between names; empty for a file that lies in none. */
const folderOf = (name: string) => name.split('/').slice(0, -1).join('/');
const nameOf = (name: string) => name.split('/').at(-1) ?? name;

/**
 * A row as the editor draws it.
 * @param count of all results
 * @param searched the search that they are of
 */
export function similarItem(node: SimilarNode, count: number, searched: Searched): vscode.TreeItem {
  const { None, Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  const made = (label: string, description: string, state: vscode.TreeItemCollapsibleState) => {
    const item = new vscode.TreeItem(plainLine(label), state);
    item.id = node.key;
    item.description = plainLine(description);
    item.accessibilityInformation = {
      label: plainText(
        [label, description]
          .filter((part) => part !== '')
          .map(isolate)
          .join(', '),
      ),
    };
    return item;
  };
  switch (node.kind) {
    case 'index': {
      const { description, icon, context, tooltip } = node.row;
      const item = made(vscode.l10n.t('Index'), description, node.children.length > 0 ? Collapsed : None);
      item.iconPath = new vscode.ThemeIcon(icon);
      item.contextValue = context;
      item.tooltip = new vscode.MarkdownString(tooltip.map(escapeMarkdown).join('\n\n'));
      return item;
    }
    case 'leftOut': {
      const item = made(vscode.l10n.t('Left Out'), userNumber()(node.count), Collapsed);
      item.iconPath = new vscode.ThemeIcon('circle-slash');
      return item;
    }
    case 'leftFile': {
      const { name, reason, uri } = node.file;
      const item = made(
        nameOf(name),
        [reasonOf(reason), folderOf(name)].filter((part) => part !== '').join(' · '),
        None,
      );
      item.tooltip = plainText(name);
      if (uri !== null) item.command = { command: 'vscode.open', title: '', arguments: [vscode.Uri.parse(uri, true)] };
      return item;
    }
    case 'file': {
      const { uri, name, found } = node.group;
      const description = [userNumber()(found.length), folderOf(name)].filter((part) => part !== '').join(' · ');
      const item = made(nameOf(name), description, Expanded);
      item.resourceUri = vscode.Uri.parse(uri, true);
      item.iconPath = vscode.ThemeIcon.File;
      item.tooltip = plainText(name);
      return item;
    }
    case 'more': {
      const item = made(vscode.l10n.t('List More Passages'), userNumber()(node.count), None);
      item.iconPath = new vscode.ThemeIcon('ellipsis');
      item.tooltip = vscode.l10n.t('Of a short text only the best passages are listed at first.');
      item.command = { command: keyCommandIds.moreSimilar, title: '' };
      return item;
    }
    case 'result': {
      const { found } = node;
      const label = plainLine(clipEnd(found.reading, SHOWN));
      const item = made(label, reasonText(found), None);
      const words = matchedWords(label, found.words?.terms ?? []);
      item.label = { label, highlights: words.map(({ start, end }) => [start, end]) };
      item.tooltip = resultTooltip(found, count, searched);
      item.contextValue = 'result';
      item.command = { command: keyCommandIds.showSimilar, title: '', arguments: [found.index] };
      return item;
    }
  }
}
