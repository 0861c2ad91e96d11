import * as l10n from '@vscode/l10n';
import { languageName } from '../../../../src/wording/index.js';
import { isUnknownToken } from '../../../../src/text/displayText.js';
import { BarRows } from '../../drawing/barRows.js';
import type { Bench, Drawing, LabInput, Part } from '../../model/experiment.js';
import { CAUSAL, MASKED, TEXT_TO_TEXT } from '../../model/roles.js';
import { wordsOf } from '../../model/words.js';
import type { Numbers } from '../../../kit/numbers.js';

/** One line of the text by each tokenizer. */
export interface LanguageLine {
  text: string;
  /** its language's name in the user's; null where no language is clearly ahead */
  language: string | null;
  words: number;
  characters: number;
  /** for each model: tokens without special ones, and how many of them stand for what the vocabulary lacks */
  counts: { model: string; tokens: number; unknown: number }[];
}

export interface LanguagesResult {
  models: string[];
  lines: LanguageLine[];
}

/** So many lines are read. */
const MOST_LINES = 40;

async function* measure(bench: Bench, { text, models, locale }: LabInput): AsyncGenerator<LanguagesResult> {
  const texts = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, MOST_LINES);
  const result: LanguagesResult = { models: Object.values(models).map(({ id }) => id), lines: [] };
  for (const [at, line] of texts.entries()) {
    const told = await bench.ask('identify', { text: line });
    const language = told.language === null ? null : languageName(told.language, locale);
    const counts: LanguageLine['counts'] = [];
    for (const { id } of Object.values(models)) {
      const { tokens } = await bench.ask('tokens', { model: id, text: line });
      const own = tokens.filter(({ start }) => start !== null);
      const unknown = own.filter((token) => isUnknownToken(token.text)).length;
      counts.push({ model: id, tokens: own.length, unknown });
    }
    const characters = [...line].length;
    result.lines = [...result.lines, { text: line, language, words: wordsOf(line).length, characters, counts }];
    bench.progress(at + 1, texts.length);
    yield { ...result };
  }
}

const perWord = ({ words }: LanguageLine, tokens: number) => (words === 0 ? 0 : tokens / words);

function seen({ models, lines }: LanguagesResult, numbers: Numbers): string {
  const extremes = models.map((model) => {
    const by = lines
      .map((line) => ({ line, count: line.counts.find((one) => one.model === model) }))
      .filter(({ count }) => count !== undefined && count.unknown === 0)
      .map(({ line, count }) => ({ line, value: perWord(line, count!.tokens) }))
      .sort((a, b) => a.value - b.value);
    return { model, least: by[0], most: by.at(-1) };
  });
  const widest = extremes
    .filter(({ least, most }) => least && most)
    .sort((a, b) => b.most!.value / b.least!.value - a.most!.value / a.least!.value)[0];
  if (!widest || lines.length < 2)
    return l10n.t('There is one line only: write the same sentence in several languages, a line each.');
  return l10n.t(
    'For {0} the cheapest line costs {1} tokens a word ({2}), the dearest {3} ({4}).',
    widest.model,
    numbers.decimal(widest.least!.value, 2),
    lineName(widest.least!.line),
    numbers.decimal(widest.most!.value, 2),
    lineName(widest.most!.line),
  );
}

const lineName = ({ language, text }: LanguageLine) => language ?? text.slice(0, 16);

export const languages: Part<LanguagesResult> = {
  id: 'languages',
  title: () => l10n.t('Languages'),
  question: () => l10n.t('How many tokens does a word cost, language by language?'),
  takes: 'lines',
  textHint: () => l10n.t('A line for each language.'),
  roles: [MASKED, CAUSAL, TEXT_TO_TEXT].map((role) => ({ ...role, optional: true })),
  examples: [
    {
      language: 'en',
      text: [
        'All human beings are born free and equal in dignity and rights.',
        'Alle Menschen sind frei und gleich an Würde und Rechten geboren.',
        'Tous les êtres humains naissent libres et égaux en dignité et en droits.',
        'Todos los seres humanos nacen libres e iguales en dignidad y derechos.',
        'Toate ființele umane se nasc libere și egale în demnitate și în drepturi.',
        '人人生而自由，在尊严和权利上一律平等。',
      ].join('\n'),
      point: () => l10n.t('One article of the Universal Declaration in six languages'),
    },
    {
      language: 'zh',
      text: [
        'The weather is fine today, so we went for a walk in the park.',
        '今天天气很好，所以我们去公园散步。',
      ].join('\n'),
      point: () => l10n.t('One sentence in English and Chinese'),
    },
  ],
  measure,
  seen,
  unseen: () =>
    l10n.t(
      'The lines say the same in each language only as far as their translators did, and a Chinese character counts as a word.',
    ),
  picture: (result: LanguagesResult, drawing: Drawing) => {
    const rows = result.lines.map((line) => ({
      label: lineName(line),
      values: result.models.map((model) => {
        const count = line.counts.find((one) => one.model === model);
        return count ? perWord(line, count.tokens) : null;
      }),
    }));
    return BarRows({
      ...drawing,
      rows,
      figure: (value) => drawing.numbers.decimal(value, 2),
      label: seen(result, drawing.numbers),
    });
  },
  legend: ({ models }) =>
    models.map((model, series) => ({ mark: `series-${series}`, text: l10n.t('{0}: tokens a word', model) })),
  table: ({ lines }) => ({
    header: [
      l10n.t('language'),
      l10n.t('model'),
      l10n.t('words'),
      l10n.t('characters'),
      l10n.t('tokens'),
      l10n.t('tokens a word'),
      l10n.t('tokens a character'),
      l10n.t('unknown tokens'),
      l10n.t('line'),
    ],
    rows: lines.flatMap((line) =>
      line.counts.map(({ model, tokens, unknown }) => [
        line.language,
        model,
        line.words,
        line.characters,
        tokens,
        perWord(line, tokens),
        tokens / Math.max(1, line.characters),
        unknown,
        line.text,
      ]),
    ),
  }),
};
