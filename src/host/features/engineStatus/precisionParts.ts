import * as vscode from 'vscode';
import type { Precision } from '../../../protocol/engine/index.js';
import { precisionText } from '../../../wording/precisionText.js';

const figure = (value: number) => value.toLocaleString(vscode.env.language, { maximumSignificantDigits: 2 });

/** What a model is served in, for a line about it; nothing where there is no choice. */
export const precisionParts = (precision: Precision | undefined): string[] =>
  precision === undefined ? [] : [precisionText(precision, figure)];
