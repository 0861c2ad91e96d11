// Stands in for the editor on the development page: answers the view's messages from the fixtures.
import type { FromExplainWebview, LastResult, ToExplainWebview } from '../../../src/protocol/webviews/index.js';
import { fixture, language, query, standIn } from './standIn.js';

const result = (fixture(query.get('show') ?? 'fill') as LastResult | undefined) ?? null;
const post = standIn<ToExplainWebview, FromExplainWebview>(receive);

function receive(message: FromExplainWebview): void {
  switch (message.type) {
    case 'ready':
      return post({ type: 'show', result, language, shell: 'posix' });
    case 'copy':
      console.log(message.text);
      return post({ type: 'copied', what: message.what });
  }
}
