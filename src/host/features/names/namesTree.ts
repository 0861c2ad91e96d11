import * as vscode from 'vscode';
import { isolate } from '../../../text/isolate.js';
import { keyCommandIds } from '../../core/commandIds.js';
import { plainLine, plainText } from '../../core/plainText.js';
import type { KindGroup, NameGroup } from './nameGroups.js';
import { kindIcon, kindName, MARK_LOOKS, markName, type Mark } from './nameKinds.js';

/** A row of the view: a kind, a name of it, a place of that. */
export type NameNode =
  | { key: string; kind: 'kind'; group: KindGroup; mark: Mark; children: NameNode[] }
  | { key: string; kind: 'name'; group: NameGroup; parent: NameNode; children: NameNode[] }
  | { key: string; kind: 'place'; index: number; parent: NameNode; children: NameNode[] };

/** All rows. A name with one place has no row for that. */
export function nameNodes(kinds: readonly KindGroup[], marks: ReadonlyMap<string, Mark>): NameNode[] {
  return kinds.map((group) => {
    const kind: NameNode = {
      ...{ key: group.label, kind: 'kind', group, mark: marks.get(group.label) ?? 'dottedBox', children: [] },
    };
    kind.children = group.names.map((names) => {
      const name: NameNode = {
        key: `${group.label}\n${names.text}`,
        kind: 'name',
        group: names,
        parent: kind,
        children: [],
      };
      if (names.places.length > 1) {
        name.children = names.places.map((index): NameNode => ({
          ...{ key: `${name.key}\n${index}`, kind: 'place', index, parent: name, children: [] },
        }));
      }
      return name;
    });
    return kind;
  });
}

/** The row of a place, or of the name that has this place only. */
export function nodeOfPlace(nodes: readonly NameNode[], index: number): NameNode | null {
  for (const node of nodes) {
    const isIt = node.kind === 'place' ? node.index === index : node.kind === 'name' && node.group.places[0] === index;
    if (isIt && node.children.length === 0) return node;
    const below = nodeOfPlace(node.children, index);
    if (below) return below;
  }
  return null;
}

/** @param placeText what a place's row says: its line, and what stands around it */
export function nameItem(
  node: NameNode,
  placeText: (index: number) => { label: string; description: string },
): vscode.TreeItem {
  const { None, Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  const made = (label: string, description: string, state: vscode.TreeItemCollapsibleState) => {
    const item = new vscode.TreeItem(plainLine(label), state);
    item.id = node.key;
    item.description = plainLine(description);
    item.accessibilityInformation = { label: plainText(`${isolate(label)}, ${isolate(description)}`) };
    return item;
  };
  const jump = (item: vscode.TreeItem, index: number | undefined) => {
    if (index !== undefined) item.command = { command: keyCommandIds.showName, title: '', arguments: [index] };
    return item;
  };
  switch (node.kind) {
    case 'kind': {
      const { colour } = MARK_LOOKS[node.mark];
      const item = made(kindName(node.group.label), `${node.group.count} · ${markName(node.mark)}`, Expanded);
      item.iconPath = new vscode.ThemeIcon(kindIcon(node.group.label, node.mark), new vscode.ThemeColor(colour));
      item.tooltip = plainText(node.group.label);
      return item;
    }
    case 'name': {
      const { text, places } = node.group;
      const [only = 0, second] = places;
      if (second === undefined) return jump(made(text, placeText(only).label, None), only);
      return jump(made(text, String(places.length), Collapsed), only);
    }
    case 'place': {
      const { label, description } = placeText(node.index);
      return jump(made(label, description, None), node.index);
    }
  }
}
