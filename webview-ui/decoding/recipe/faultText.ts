import * as l10n from '@vscode/l10n';
import { fieldLabel } from '../../../src/decoding/config/texts.js';
import type { FieldIssue } from '../../../src/protocol/engine/index.js';
import type { RunIssue } from '../../../src/protocol/webviews/index.js';
import { errorText, fieldIssueText, joinList, joinSentences, labelled } from '../../../src/wording/index.js';
import type { DecodingPage } from '../model/decodingPage.js';

/** The field that a fault is about; null where it is about none. */
export function fieldOf({ details }: RunIssue): FieldIssue | null {
  return details?.kind === 'field' ? details.issue : null;
}

/** What is wrong with a field, without the field's name. */
export function fieldFaultText(page: DecodingPage, issue: FieldIssue, { models }: RunIssue): string {
  const text = fieldIssueText(issue, page.numbers.number);
  if (issue.field !== 'amateur' || models === undefined) return text;
  if (models.length > 0) return joinSentences(text, joinList(models));
  return l10n.t('No installed model is smaller and has the same vocabulary.');
}

/** A fault as a sentence. */
export function faultText(page: DecodingPage, fault: RunIssue): string {
  if (fault.code === 'engine-died') return l10n.t('The engine ended before the run did.');
  const issue = fieldOf(fault);
  if (issue && issue.field !== 'strategy') {
    return labelled(fieldLabel(issue.field), fieldFaultText(page, issue, fault));
  }
  return errorText(fault, page.numbers.number);
}
