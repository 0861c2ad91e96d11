import type * as vscode from 'vscode';
import type { Services } from '../../core/services.js';

/** Uses of a small model after which the larger ones are spoken of, once. */
const USES = 10;

/** What the small models that came along are called. */
const SMALL = ['bert-mini', 'gpt2-mini', 't5-mini'];

/** Where it is counted, by the kind of command; −1: it was told. */
const keyOf = (kind: string) => `models.offer.${kind}`;

/**
 * Tells once for each kind of command that there are larger models, when the small one has been used with success for a
 * while. Never where no connection is to be made.
 */
export function offerLarger(
  { results, settings }: Pick<Services, 'results' | 'settings'>,
  memory: Pick<vscode.Memento, 'get' | 'update'>,
): vscode.Disposable {
  return results.onDidChange((result) => {
    if (result === null || result.kind === 'reading' || result.kind === 'search') return;
    if (result.taken === null || settings.get('offline')) return;
    const { kind, value } = result;
    const before = memory.get<number>(keyOf(kind), 0);
    if (before < 0 || !SMALL.includes(value.model)) return;
    const isTime = before + 1 >= USES;
    void memory.update(keyOf(kind), isTime ? -1 : before + 1);
    if (isTime) void import('./largerModels.js').then(({ tellOfLarger }) => tellOfLarger(kind, value.model));
  });
}
