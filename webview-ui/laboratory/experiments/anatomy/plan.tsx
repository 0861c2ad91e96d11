import * as l10n from '@vscode/l10n';
import { architectureName, joinSentences, sizeText } from '../../../../src/wording/index.js';
import type { Numbers } from '../../../kit/numbers.js';
import type { Bench, Drawing, LabInput, Part } from '../../model/experiment.js';
import { ANY, builtOf, countOf, partName, sideName, type Built } from './anatomyOf.js';
import { PlanDrawing } from './planDrawing.js';
import { planColumns } from './planItems.js';

async function* measure(bench: Bench, input: LabInput): AsyncGenerator<Built> {
  const built = await builtOf(bench, input);
  if (built) yield built;
}

function normText(norms: 'before' | 'behind' | null): string {
  switch (norms) {
    case 'before':
      return l10n.t('Each norm stands before its part (pre-norm), as its graph shows.');
    case 'behind':
      return l10n.t('Each norm stands behind the sum (post-norm), as its graph shows.');
    case null:
      return l10n.t('Where its norms stand could not be read from its graph.');
  }
}

function tiedText(isTied: boolean | null): string {
  if (isTied === null) return l10n.t('It makes no logits over its words.');
  return isTied
    ? l10n.t('The table of words makes the logits, too: it is there once.')
    : l10n.t('The matrix that makes the logits is another than the table of words.');
}

function seen({ anatomy, tokens }: Built, numbers: Numbers): string {
  const { model, type, architecture, sides, hiddenSize, memory } = anatomy;
  const [first] = sides;
  const name = model ?? type;
  const sizes = [numbers.number(first?.heads ?? 0), numbers.number(hiddenSize ?? 0)];
  const isKnown = sides.every(({ layers, heads }) => layers !== null && heads !== null) && hiddenSize !== null;
  const made = !isKnown
    ? l10n.t('The configuration of {0} does not say all of its sizes.', name)
    : sides.length === 1 && first?.layers === 1
      ? l10n.t(
          '{0} ({1}, {2}) has one layer (heads: {3}), and states of {4} numbers.',
          ...[name, architectureName(architecture), type, ...sizes],
        )
      : l10n.t(
          '{0} ({1}, {2}) has {3} layers (heads in each: {4}), and states of {5} numbers.',
          ...[name, architectureName(architecture), type],
          ...[sides.map(({ layers }) => numbers.number(layers ?? 0)).join(' + '), ...sizes],
        );
  const n = numbers.number(tokens);
  const maps =
    architecture === 'encoder-decoder'
      ? l10n.t('Each head of the encoder makes a map of weights of this text: {0} × {1}.', n, n)
      : l10n.t('Each head makes a map of weights of this text: {0} × {1}.', n, n);
  const room = memory ? l10n.t('It takes about {0} of memory.', sizeText(memory, numbers.number)) : '';
  return joinSentences(made, normText(sides.at(-1)?.norms ?? null), tiedText(anatomy.tiedEmbeddings), maps, room);
}

export const plan: Part<Built> = {
  id: 'plan',
  title: () => l10n.t('Plan'),
  question: () => l10n.t('How is this model built, by its own graph and configuration?'),
  roles: [ANY],
  examples: [
    {
      language: 'en',
      text: 'The cat sat on the mat.',
      models: { any: 't5-mini' },
      point: () => l10n.t('T5: an encoder and a decoder that attends to it'),
    },
    {
      language: 'en',
      text: 'The cat sat on the mat.',
      models: { any: 'bert-mini' },
      point: () => l10n.t('BERT: an encoder, norms behind the sums'),
    },
    {
      language: 'en',
      text: 'The cat sat on the mat.',
      models: { any: 'gpt2-mini' },
      point: () => l10n.t('GPT-2: a decoder, norms before the parts'),
    },
    {
      language: 'zh',
      text: '今天天气很好。',
      models: { any: 'bert-mini' },
      point: () => l10n.t('BERT on Chinese: a token for each character, the same build'),
    },
  ],
  measure,
  seen,
  unseen: () => l10n.t('The plan says what is multiplied by what. What a layer or a head is good for, no plan shows.'),
  picture: (built: Built, { numbers, width }: Drawing) =>
    PlanDrawing({ columns: planColumns(built, numbers), width, label: seen(built, numbers) }),
  table: ({ anatomy, tokens }) => ({
    header: [l10n.t('side'), l10n.t('what'), l10n.t('value')],
    rows: [
      [null, l10n.t('tokens of the text'), tokens],
      [null, l10n.t('width of the states'), anatomy.hiddenSize],
      [null, l10n.t('words of the vocabulary'), anatomy.vocabularySize],
      [null, l10n.t('positions, tokens'), anatomy.maxLength],
      [null, l10n.t('files, bytes'), anatomy.bytes],
      [null, l10n.t('memory, bytes (estimated)'), anatomy.memory],
      ...anatomy.sides.flatMap((side): (string | number | null)[][] => [
        [sideName(side.side), l10n.t('layers'), side.layers],
        [sideName(side.side), l10n.t('heads'), side.heads],
        [sideName(side.side), l10n.t('heads of keys and values'), side.keyValueHeads],
        [sideName(side.side), l10n.t('width of a head'), side.headWidth],
        [sideName(side.side), l10n.t('width inside the feed-forward part'), side.innerWidth],
        [sideName(side.side), l10n.t('matrices of a feed-forward part'), side.feedForwardMatrices],
        [
          sideName(side.side),
          l10n.t('norms'),
          side.norms === null ? null : side.norms === 'before' ? l10n.t('before the parts') : l10n.t('behind the sums'),
        ],
      ]),
      ...anatomy.parameters.map((one) => [
        one.side && sideName(one.side),
        l10n.t('parameters: {0}', partName(one.part)),
        countOf(one),
      ]),
    ],
  }),
};
