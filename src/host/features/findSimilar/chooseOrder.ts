import * as vscode from 'vscode';
import { showQuickPick } from '../../core/messages.js';
import type { Answer } from './answerQuestion.js';
import { ORDERS, type Order } from './found.js';
import { orderName } from './reasons.js';

/** *Order Results By…*: all that is known, or what one stage of the search says. */
export async function chooseOrder(
  { question: { mode }, value: { reranker } }: Pick<Answer, 'question' | 'value'>,
  now: Order,
): Promise<Order | undefined> {
  const orders = ORDERS.filter((order) => {
    if (order === 'together') return mode === 'both' && reranker !== null;
    return order === 'final' || mode === 'both' || mode === order;
  });
  const rows = orders.map((order) => ({
    label: orderName(order),
    ...(order === now && { description: vscode.l10n.t('now') }),
    order,
  }));
  const title = vscode.l10n.t('Order Results By');
  const chosen = await showQuickPick(rows, {
    title,
    placeHolder: vscode.l10n.t('What is to put the results in order?'),
  });
  return chosen?.order;
}
