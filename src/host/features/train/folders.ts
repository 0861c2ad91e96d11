import * as vscode from 'vscode';
import { GlassboxError } from '../../../protocol/engine/index.js';
import { labelOf } from '../../../text/examples.js';
import { hasWords } from '../../../text/listSigns.js';
import { lineRemarks } from '../../../text/lineRemarks.js';
import { lineRemarkTexts } from '../../../wording/lineRemarkTexts.js';
import { userNumber } from '../../core/userNumber.js';
import type { WorkProgress } from '../../core/workProgress.js';
import { nameOf, type TrainingLines } from './lines.js';

/** Larger files are no line that a model reads. */
const MOST_BYTES = 1_000_000;
const MOST_FILES = 20_000;
/** As much of a text as is kept, in UTF-16 units: no model reads more. */
const MOST_UNITS = 20_000;

/** What was left out of folders. */
export interface FolderLines extends TrainingLines {
  /** empty, binary, large, or not to be read */
  leftOut: number;
  /** beyond as many as are read */
  tooMany: number;
}

/**
 * Reads a folder whose folders are labels and hold a text in each file, as scikit-learn's load_files takes them. Binary,
 * empty and large files are left out.
 * @throws GlassboxError `cancelled`
 */
export async function readFolders(folder: vscode.Uri, { done, signal }: WorkProgress): Promise<FolderLines> {
  const labels = (await vscode.workspace.fs.readDirectory(folder))
    .filter(([name, type]) => (type & vscode.FileType.Directory) !== 0 && !name.startsWith('.'))
    .map(([name]) => name)
    .sort();
  const lines: FolderLines = {
    name: nameOf(folder),
    examples: [],
    spans: null,
    files: [],
    numbers: [],
    remarks: [],
    leftOut: 0,
    tooMany: 0,
  };
  const byLabel: { uri: vscode.Uri; label: string }[][] = [];
  for (const label of labels) {
    const inside = vscode.Uri.joinPath(folder, label);
    const names = (await vscode.workspace.fs.readDirectory(inside)).sort();
    byLabel.push(
      names
        .filter(([name, type]) => (type & vscode.FileType.File) !== 0 && !name.startsWith('.'))
        .map(([name]) => ({ uri: vscode.Uri.joinPath(inside, name), label: labelOf(label) })),
    );
  }
  const files = inTurns(byLabel).slice(0, MOST_FILES);
  lines.tooMany = byLabel.flat().length - files.length;
  for (const [at, { uri, label }] of files.entries()) {
    if (signal.aborted) throw new GlassboxError('cancelled', 'Reading the folders was cancelled.');
    // One that is gone meanwhile, or may not be read, is left out like one without words.
    const text = await readText(uri).catch(() => null);
    if (text === null) lines.leftOut += 1;
    else {
      lines.examples.push({ text, label });
      lines.files.push(uri);
    }
    const figures = [at + 1, files.length].map(userNumber());
    done((at + 1) / files.length, vscode.l10n.t('file {0} of {1}', ...figures));
  }
  return { ...lines, remarks: fileRemarks(lines) };
}

/** What is to be known of files: of one text in two folders the labels differ. */
function fileRemarks({ examples, files }: Pick<TrainingLines, 'examples' | 'files'>): string[] {
  const taught = examples.map(({ text, label }, line) => ({ text, answer: label, line }));
  const nameOfFile = (at: number) => files[at]?.path.split('/').slice(-2).join('/') ?? '';
  return lineRemarkTexts(lineRemarks(taught), userNumber(), nameOfFile);
}

/** One of each list, then the next of each: where there are too many, no label goes without. */
export function inTurns<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = lists.reduce((most, { length }) => Math.max(most, length), 0);
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list.slice(at, at + 1))).flat();
}

async function readText(uri: vscode.Uri): Promise<string | null> {
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > MOST_BYTES) return null;
  const bytes = await vscode.workspace.fs.readFile(uri);
  if (bytes.includes(0)) return null;
  const text = new TextDecoder().decode(bytes).replace(/\s+/g, ' ').trim();
  return hasWords(text) ? text.slice(0, MOST_UNITS) : null;
}
