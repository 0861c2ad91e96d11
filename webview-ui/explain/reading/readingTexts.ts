import * as l10n from '@vscode/l10n';
import { STRATEGY_TEXTS } from '../../../src/decoding/config/texts.js';
import type { CallOf, ReadingCall, ReadingFeature } from '../../../src/protocol/webviews/index.js';
import type { Numbers } from '../../kit/numbers.js';

export function featureName(feature: ReadingFeature): string {
  switch (feature) {
    case 'surprise':
      return l10n.t('Show Surprise');
    case 'names':
      return l10n.t('Find Names');
    case 'answers':
      return l10n.t('Ask About This Text');
    case 'classes':
      return l10n.t('Classify');
    case 'summary':
      return l10n.t('Summarize Selection');
    case 'similarity':
      return l10n.t('Compare Sentences');
  }
}

/** Where a formula is from. */
export interface Source {
  name: string;
  address: string;
}

const paper = (name: string, address: string): Source => ({ name, address });

const SALAZAR = paper('Salazar et al. 2020', 'https://aclanthology.org/2020.acl-main.240/');
const KAUF = paper('Kauf and Ivanova 2023', 'https://aclanthology.org/2023.acl-short.80/');
const OH = paper('Oh and Schuler 2024', 'https://arxiv.org/abs/2406.10851');
const PIMENTEL = paper('Pimentel and Meister 2024', 'https://arxiv.org/abs/2406.14561');
const TJONG = paper('Tjong Kim Sang and De Meulder 2003', 'https://aclanthology.org/W03-0419/');
const DEVLIN = paper('Devlin et al. 2019', 'https://aclanthology.org/N19-1423/');
const RAJPURKAR = paper('Rajpurkar et al. 2018', 'https://aclanthology.org/P18-2124/');
const BROWN = paper('Brown et al. 2020', 'https://arxiv.org/abs/2005.14165');
const REIMERS = paper('Reimers and Gurevych 2019', 'https://aclanthology.org/D19-1410/');
const RAFFEL = paper('Raffel et al. 2020', 'https://arxiv.org/abs/1910.10683');
const JAIN = paper('Jain and Wallace 2019', 'https://aclanthology.org/N19-1357/');

/** How a figure was made: sentences that are true of this very call, and what they rest on. */
export interface Making {
  sentences: string[];
  sources: Source[];
}

/** @param number writes a whole number */
export function makingOf(call: ReadingCall, { number }: Pick<Numbers, 'number'>): Making {
  switch (call.method) {
    case 'score':
      return ofScore(call);
    case 'entities':
      return ofEntities(call);
    case 'answer':
      return ofAnswer(call);
    case 'generate':
      return ofGenerate(call);
    case 'classify':
      return ofClassify(call);
    case 'zeroShot':
      return ofZeroShot(call, number);
    case 'summarize':
      return ofSummary(call);
    case 'embed':
      return ofEmbed(call);
  }
}

function ofScore({ params, value }: CallOf<'score'>): Making {
  const sums = l10n.t('A word’s bits are the sum of −log₂ of its tokens’ probabilities.');
  switch (value.method) {
    case 'causal': {
      const first = value.tokens[0]?.logProbability === null;
      const takesSpace = value.tokens.some(({ text }) => /^ \S/.test(text));
      return {
        sentences: [
          l10n.t('The model read the text from the left: each token has a probability given the tokens before it.'),
          sums,
          ...(first ? [l10n.t('The first token has no figure, since nothing stands before it.')] : []),
          ...(takesSpace
            ? [
                l10n.t(
                  'Tokens begin with the space before their word, so that a word has ended is paid for by the next one: sums are right, a single word’s bits have the end of the word before in them and not its own.',
                ),
              ]
            : []),
        ],
        sources: takesSpace ? [OH, PIMENTEL] : [],
      };
    }
    case 'pseudo':
      return {
        sentences: [
          params.withinWord
            ? l10n.t(
                'Each token was hidden behind a mask in turn, with the later tokens of its word, and predicted from both sides.',
              )
            : l10n.t('Each token was hidden behind a mask in turn, and predicted from both sides.'),
          sums,
          l10n.t(
            'What stands behind a word has been read, too, so these bits do not compare with those of a model that reads from the left.',
          ),
        ],
        sources: params.withinWord ? [SALAZAR, KAUF] : [SALAZAR],
      };
    case 'conditional':
      return {
        sentences: [
          l10n.t('Each token of the target has a probability given the text and the target before it.'),
          sums,
        ],
        sources: [],
      };
  }
}

function ofEntities({ params }: CallOf<'entities'>): Making {
  const agreement = () => {
    switch (params.aggregation ?? 'simple') {
      case 'simple':
        return l10n.t('Each token has the label that is most probable for it.');
      case 'first':
        return l10n.t('A word has the label and the probability of its first token.');
      case 'max':
        return l10n.t('A word has the label and the probability of the token that is surest of it.');
      case 'average':
        return l10n.t('A word has the label with the highest mean probability of its tokens.');
    }
  };
  return {
    sentences: [
      l10n.t('The model’s head gives each token a number for each label; their softmax are its probabilities.'),
      agreement(),
      l10n.t(
        'Neighbours of one label are one name, until one begins anew (B-); its probability is the mean of theirs.',
      ),
    ],
    sources: [TJONG],
  };
}

function ofAnswer({ params }: CallOf<'answer'>): Making {
  return {
    sentences: [
      l10n.t(
        'A stretch’s probability is the product of two softmaxes over the text: that an answer begins there, and that it ends there.',
      ),
      ...(params.alignToWords
        ? [
            l10n.t(
              'Stretches are widened to whole words, and those that then read the same are one, with their probabilities added up.',
            ),
          ]
        : []),
      ...(params.noAnswer
        ? [
            l10n.t(
              'No Answer is the same product at the token in front of the text. Where it is higher than the best answer, the model says that the text does not answer the question; a model that was not trained with such questions does not mean anything by it.',
            ),
          ]
        : []),
    ],
    sources: params.noAnswer ? [DEVLIN, RAJPURKAR] : [DEVLIN],
  };
}

function ofGenerate({ params }: CallOf<'generate'>): Making {
  return {
    sentences: [
      l10n.t(
        'The model wrote this itself, behind what it had read, which stands below. Nothing makes sure that the text says so.',
      ),
      STRATEGY_TEXTS[params.decoding.strategy].meaning(),
    ],
    sources: [],
  };
}

function ofClassify({ value }: CallOf<'classify'>): Making {
  return {
    sentences: [
      value.functionToApply === 'softmax'
        ? l10n.t('The model’s head gives each class a number; their softmax are the probabilities, which add up to 1.')
        : l10n.t(
            'The model’s head gives each class a number, whose sigmoid is its probability: each class by itself, and they need not add up to 1.',
          ),
    ],
    sources: [DEVLIN],
  };
}

function ofZeroShot({ params, value }: CallOf<'zeroShot'>, number: (value: number) => string): Making {
  const uncertain = l10n.t('The figures tell the labels apart; they are no calibrated probabilities.');
  if (value.method === 'similarity') {
    return {
      sentences: [
        l10n.t(
          'The text and a sentence for each label became vectors; the figures are the softmax of 20 times their cosines.',
        ),
        uncertain,
      ],
      sources: [REIMERS],
    };
  }
  const { length } = params.examples ?? [];
  return {
    sentences: [
      l10n.t(
        'Of each label the mean log-probability of its tokens was taken, behind what the model had read, which stands below; the figures are the softmax of these.',
      ),
      ...(length > 0 ? [l10n.t('It was shown examples with their labels first: {0}.', number(length))] : []),
      uncertain,
    ],
    sources: [BROWN],
  };
}

function ofSummary({ params }: CallOf<'summarize'>): Making {
  return {
    sentences: [
      params.decoding
        ? STRATEGY_TEXTS[params.decoding.strategy].meaning()
        : l10n.t('The model wrote it by beam search, with what its config.json says of summaries.'),
      l10n.t(
        'A sentence’s share is the part of the decoder’s attention to the text that fell on it, averaged over layers, heads and the tokens of the summary’s sentence.',
      ),
      l10n.t('That is where the model looked, and not why it wrote what it wrote.'),
    ],
    sources: [RAFFEL, JAIN],
  };
}

function ofEmbed({ params }: CallOf<'embed'>): Making {
  const pooled = () => {
    switch (params.pooling) {
      case undefined:
        return l10n.t(
          'Each sentence became one vector as the model’s files say it was trained, by the mean where they say nothing.',
        );
      case 'mean':
        return l10n.t('Each sentence became one vector, the mean of its tokens’ last hidden states.');
      case 'cls':
        return l10n.t('Each sentence became one vector, the last hidden state of its first token.');
      case 'sep':
      case 'last':
        return l10n.t('Each sentence became one vector, the last hidden state of its last token.');
      case 'max':
        return l10n.t(
          'Each sentence became one vector, of each dimension the largest value of its tokens’ last hidden states.',
        );
    }
  };
  return {
    sentences: [pooled(), l10n.t('A figure is the cosine of the angle between two of these vectors.')],
    sources: [REIMERS],
  };
}
