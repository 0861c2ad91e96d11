/* Written by scripts/figures.mjs from the pages that are named: change them, and run it again. */

/** Measured figures by what they are of, and the page that says how. */
export const FIGURES = {
  'gap.encoder': { value: 55.7, page: 'models/bert-mini/README.md' },
  'gap.bothSides': { value: 51.7, page: 'models/gptbert-mini/README.md' },
  'gap.leftSide': { value: 23.6, page: 'models/gptbert-mini/README.md' },
  'continue.bitsPerByte': { value: 1.193, page: 'models/gpt2-mini/README.md' },
  'continue.tokensPerSecond': { value: 597, page: 'bench/README.md' },
  'translate.bleu': { value: 40.1, page: 'models/t5-mini/README.md' },
  'translate.bleuBack': { value: 49.5, page: 'models/t5-mini/README.md' },
  'sentences.german': { value: 99.3, page: 'models/e5-mini/README.md' },
  'search.meaning': { value: 67.5, page: 'models/e5-mini/README.md' },
  'search.words': { value: 78, page: 'models/e5-mini/README.md' },
  'search.both': { value: 83.5, page: 'models/e5-mini/README.md' },
} as const;
