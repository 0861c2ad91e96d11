import * as vscode from 'vscode';
import { joinList, joinSentences, labelled } from '../../../../wording/joining.js';
import { clipEnd } from '../../../../text/excerpt.js';
import { showWarningMessage } from '../../../core/messages.js';
import { openSetting } from '../../../core/settings.js';
import { userNumber } from '../../../core/userNumber.js';
import type { GlossaryFault, GlossaryProblem } from './parseGlossary.js';
import type { GlossaryFileProblem, ReadGlossary } from './readGlossary.js';

/** So much of what a file says is told, in UTF-16 units. */
const QUOTED = 40;

/** So many faults are told; all of them would not fit into a message. */
const TOLD = 3;

/** Says what is wrong with a line of a glossary, and what should stand there. */
export function glossaryProblemText(problem: GlossaryProblem): string {
  switch (problem.kind) {
    case 'noSource':
      return vscode.l10n.t('the first column, the term, is empty');
    case 'noTarget':
      return vscode.l10n.t(
        '“{0}” has no translation; write it once more where it is to be kept',
        clipEnd(problem.source, QUOTED),
      );
    case 'columns':
      return vscode.l10n.t(
        '{0} columns instead of source, target and case; put quotation marks around a term with a comma',
        String(problem.count),
      );
    case 'case':
      return vscode.l10n.t(
        'the third column, case, is “{0}”; write exact or any, or leave it empty',
        clipEnd(problem.given, QUOTED),
      );
    case 'twice':
      return vscode.l10n.t(
        '“{0}” has another translation in line {1}',
        clipEnd(problem.source, QUOTED),
        String(problem.line),
      );
    case 'quote':
      return vscode.l10n.t('a quotation mark is not closed, or stands within a term; write it twice there');
    case 'encoding':
      return vscode.l10n.t('a character is not UTF-8; save the file with this encoding');
  }
}

function fileProblemText(problem: GlossaryFileProblem): string {
  switch (problem.kind) {
    case 'missing':
      return vscode.l10n.t('there is no such file');
    case 'noFolder':
      return vscode.l10n.t('the path begins in a workspace, and no folder is open');
    case 'tooLarge':
      return vscode.l10n.t(
        'the file has {0} bytes, and at most {1} are read',
        userNumber()(problem.bytes),
        userNumber()(problem.most),
      );
  }
}

const lineText = ({ line, problem }: GlossaryFault) =>
  labelled(vscode.l10n.t('line {0}', String(line)), glossaryProblemText(problem));

/**
 * Tells what is wrong with a glossary, and asks whether to translate with what is left of it.
 * @returns false when the user would rather mend it, or has left
 */
export async function askAboutFaults({ name, uri, faults, problem }: ReadGlossary): Promise<boolean> {
  if (problem === null && faults.length === 0) return true;
  const all = problem === null ? faults.slice(0, TOLD).map(lineText) : [fileProblemText(problem)];
  const more = faults.length - TOLD;
  const message = joinSentences(
    labelled(vscode.l10n.t('The glossary {0}', name), joinList(all)),
    more > 0 ? vscode.l10n.t('Further lines with faults: {0}.', String(more)) : '',
  );
  const [first] = faults;
  const open = vscode.l10n.t('Open Glossary');
  const goOn =
    problem === null ? vscode.l10n.t('Translate without These Lines') : vscode.l10n.t('Translate without It');
  const settings = vscode.l10n.t('Open Settings');
  const ways = first === undefined ? [goOn, settings] : [open, goOn];
  const chosen = await showWarningMessage(message, ...ways);
  if (chosen === settings) await openSetting('translation.glossary');
  if (chosen === open && uri !== null && first !== undefined) await openAt(uri, first.line - 1);
  return chosen === goOn;
}

async function openAt(uri: vscode.Uri, line: number): Promise<void> {
  const start = new vscode.Position(line, 0);
  await vscode.window.showTextDocument(uri, { selection: new vscode.Range(start, start) });
}
