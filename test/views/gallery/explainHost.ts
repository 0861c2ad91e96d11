// Stands in for the editor on the development page: answers the view's messages from the fixtures.
import type { ExplainContract, LastResult } from '../../../src/protocol/webviews/index.js';
import { fixture, language, query, standIn } from './standIn.js';

const result = (fixture(query.get('show') ?? 'fill') as LastResult | undefined) ?? null;
const post = standIn<ExplainContract>({
  ready: () => show(result),
  receive: ({ what, text }) => {
    console.log(text);
    post({ type: 'copied', what });
  },
});

const show = (shown: LastResult | null) => post({ type: 'show', result: shown, language, shell: 'posix' });
Object.assign(window, { show });
