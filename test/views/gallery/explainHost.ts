// Stands in for the editor on the development page: answers the view's messages from the fixtures.
import type { ExplainContract, LastResult } from '../../../src/protocol/webviews/index.js';
import { fixture, language, query, standIn } from './standIn.js';

const result = (fixture(query.get('show') ?? 'fill') as LastResult | undefined) ?? null;
const post = standIn<ExplainContract>({
  ready: () => post({ type: 'show', result, language, shell: 'posix' }),
  receive: ({ what, text }) => {
    console.log(text);
    post({ type: 'copied', what });
  },
});
