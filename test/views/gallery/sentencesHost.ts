// Stands in for the editor on the development page of Compared Sentences.
import type { SentencesContract } from '../../../src/protocol/webviews/index.js';
import { fiftySentences, sixSentences, twoSentences } from '../sentences/comparisons.js';
import { language, query, standIn } from './standIn.js';

const shown = { six: sixSentences, two: twoSentences, fifty: fiftySentences };
const show = query.get('show') ?? 'six';
const pooling = query.get('pooling');

const post = standIn<SentencesContract>({
  ready: () => post({ type: 'show', comparison: shown[show as keyof typeof shown], language }),
  receive: (message) => console.log(message),
  ...(pooling !== null && { kept: { pooling } }),
});
