import { ResponseError, type CancellationToken, type MessageConnection } from 'vscode-jsonrpc/node';
import { toErrorValue, wire, type ServerAccess, type WireQuestion } from '../../protocol/engine/index.js';
import { eventType } from '../../protocol/engine/rpcCalls.js';

/**
 * Answers what an engine asks servers: whole, or in pieces under the question's token. One that is taken back ends its
 * connection.
 * @returns ends what is still asked, since nobody waits for it any more
 */
export function answerQuestions(connection: MessageConnection, servers: ServerAccess): () => void {
  const open = new Set<AbortController>();
  connection.onRequest(wire.ask, async ({ question, progressToken }: WireQuestion, token: CancellationToken) => {
    const asking = new AbortController();
    const abort = () => asking.abort();
    open.add(asking);
    if (token.isCancellationRequested) abort();
    const listening = token.onCancellationRequested(abort);
    const send =
      progressToken === undefined
        ? undefined
        : // A piece for a process that ends is nobody's; its exit follows.
          (event: unknown) => void connection.sendProgress(eventType, progressToken, event).catch(() => {});
    try {
      return await servers.ask(question, asking.signal, send);
    } catch (error) {
      const value = toErrorValue(error);
      return new ResponseError(1, value.message, value);
    } finally {
      listening.dispose();
      open.delete(asking);
    }
  });
  return () => {
    for (const asking of open) asking.abort();
  };
}
