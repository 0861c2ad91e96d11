import * as l10n from '@vscode/l10n';
import { joinList, joinSentences } from '../../../../src/wording/index.js';
import type { Numbers } from '../../../kit/numbers.js';
import { BarRows } from '../../drawing/barRows.js';
import type { Bench, Drawing, LabInput, Part } from '../../model/experiment.js';
import { rankedAbove } from '../../model/ranked.js';
import { CAUSAL, EMBEDDER, NEXT_SENTENCE } from '../../model/roles.js';
import { judged, judgeName, JUDGES, type PairFinding } from './judges.js';
import { KINDS, LEAST_SENTENCES, pairsOf, sentencesOf, type PairKind, type SentencePair } from './sentencePairs.js';

export interface FollowingResult {
  sentences: number;
  pairs: SentencePair[];
  found: PairFinding[];
}

/** What sentences that follow each other are compared with. */
export type OtherKind = Exclude<PairKind, 'following'>;
export const OTHER_KINDS = KINDS.filter((kind): kind is OtherKind => kind !== 'following');

const SEEDS = ['1', '2', '3', '4', '5'] as const;
/** Shares this near to each other are told as equal. */
const NEAR = 0.05;

async function* measure(bench: Bench, { text, other, models, options }: LabInput): AsyncGenerator<FollowingResult> {
  const sentences = sentencesOf(text);
  const pairs = pairsOf(sentences, sentencesOf(other), Number(options.dice ?? SEEDS[0]));
  const result: FollowingResult = { sentences: sentences.length, pairs, found: [] };
  if (pairs.length === 0) {
    yield result;
    return;
  }
  for await (const finding of judged(bench, pairs, models)) {
    result.found = [...result.found, finding];
    bench.progress(result.found.length, JUDGES.length);
    yield { ...result };
  }
}

/** How often a judge puts sentences that follow each other above those of another kind; ½ is chance, null: there are none. */
export function shareAbove({ pairs }: FollowingResult, { values }: PairFinding, kind: OtherKind): number | null {
  const of = (wanted: PairKind) => values.filter((_, at) => pairs[at]?.kind === wanted);
  return rankedAbove(of('following'), of(kind));
}

export function kindName(kind: PairKind): string {
  switch (kind) {
    case 'following':
      return l10n.t('they follow each other');
    case 'otherTopic':
      return l10n.t('another topic');
    case 'sameText':
      return l10n.t('same text, elsewhere');
    case 'swapped':
      return l10n.t('the same two, swapped');
  }
}

function seen(result: FollowingResult, numbers: Numbers): string {
  const { sentences, pairs, found } = result;
  if (pairs.length === 0) {
    const least = numbers.number(LEAST_SENTENCES);
    if (sentences === 1) {
      return l10n.t(
        'The text has one sentence: {0} that follow each other are needed, so that there are pairs to compare.',
        least,
      );
    }
    return l10n.t(
      'The text has {0} sentences: {1} that follow each other are needed, so that there are pairs to compare.',
      numbers.number(sentences),
      least,
    );
  }
  const whole = (share: number) => numbers.percent(Math.round(share * 1000) / 1000);
  const told = found.map((finding) => {
    const shares = OTHER_KINDS.flatMap((kind) => {
      const share = shareAbove(result, finding, kind);
      return share === null ? [] : [l10n.t('{0}: {1}', kindName(kind), whole(share))];
    });
    return l10n.t('{0} ({1}) – {2}', finding.model, judgeName(finding.judge), joinList(shares));
  });
  const goesBy = (wanted: 'topic' | 'order') =>
    found.filter((finding) => {
      const [topic, swapped] = [shareAbove(result, finding, 'otherTopic'), shareAbove(result, finding, 'swapped')];
      if (topic === null || swapped === null) return false;
      return wanted === 'topic' ? topic - swapped > NEAR : swapped - topic > NEAR;
    });
  const names = (list: readonly PairFinding[]) => joinList(list.map(({ model }) => model));
  const [byTopic, byOrder] = [goesBy('topic'), goesBy('order')];
  return joinSentences(
    l10n.t(
      'How often {0} pairs that follow each other are put above the others, each compared with each, where 50 % is chance. {1}.',
      numbers.number(pairs.filter(({ kind }) => kind === 'following').length),
      told.join(l10n.t('; ')),
    ),
    byTopic.length > 0 ? l10n.t('The topic is told better than the order by {0}.', names(byTopic)) : '',
    byOrder.length > 0 ? l10n.t('The order is told better than the topic by {0}.', names(byOrder)) : '',
  );
}

export const following: Part<FollowingResult> = {
  id: 'following',
  title: () => l10n.t('Does it follow?'),
  question: () => l10n.t('Does a model tell the next sentence by its place, or by its topic?'),
  textHint: () => l10n.t('Four sentences or more that follow each other, and some of another text.'),
  textRows: 5,
  otherText: () => l10n.t('Another topic'),
  isOtherOptional: true,
  roles: [NEXT_SENTENCE, CAUSAL, EMBEDDER],
  options: [{ id: 'dice', label: () => l10n.t('Draw'), choices: () => SEEDS.map((seed) => [seed, seed] as const) }],
  examples: [
    {
      language: 'en',
      text: 'Anna got up early and looked out of the window. It had snowed in the night. She put on her warm coat and her boots. Then she went outside to make a snowman. After an hour her hands were cold. She went back into the house and drank a cup of tea.',
      other:
        'The company sold more cars than last year. The government will raise taxes on oil. Prices at the market fell again. The bank has a new president.',
      point: () => l10n.t('A small story, and sentences of the news'),
    },
    {
      language: 'en',
      text: 'The dog saw a cat in the garden. It ran after the cat. The cat climbed up a tree. The dog sat under the tree and waited. After a while it became hungry. It went home to eat.',
      other: 'The train leaves at nine. A ticket costs ten euros. You must change at the next station.',
      point: () => l10n.t('Words that come again (dog, cat, tree) make one topic of it'),
    },
    {
      language: 'zh',
      text: '小明早上七点起床。他先洗脸，然后吃早饭。吃完早饭，他坐公共汽车去学校。到了学校，老师已经在教室里了。第一节课是数学课。',
      other: '这家公司今年卖了很多汽车。银行的利率又下降了。政府要修一条新的铁路。',
      point: () => l10n.t('A morning in Chinese, and sentences of the news'),
    },
  ],
  measure,
  seen,
  unseen: () =>
    l10n.t(
      'A few pairs of one text are few: another draw changes the shares. A sentence can follow well without having followed, and a cosine is the same both ways round, so that it cannot know an order.',
    ),
  picture: (result: FollowingResult, drawing: Drawing) =>
    BarRows({
      ...drawing,
      most: 1,
      level: 0.5,
      rows: result.found.flatMap((finding) =>
        OTHER_KINDS.flatMap((kind) => {
          const share = shareAbove(result, finding, kind);
          return share === null ? [] : [{ label: kindName(kind), values: [share] }];
        }).map((row, at) => ({
          ...row,
          ...(at === 0 && { heading: `${finding.model}: ${judgeName(finding.judge)}` }),
        })),
      ),
      figure: (value) => drawing.numbers.percent(Math.round(value * 1000) / 1000),
      label: seen(result, drawing.numbers),
    }),
  legend: () => [
    {
      mark: 'series-0',
      text: l10n.t('comparisons of each pair that follows with each of the others in which it comes first'),
    },
    { mark: 'level', text: l10n.t('50 %: chance') },
  ],
  table: ({ pairs, found }) => ({
    header: [
      l10n.t('pair'),
      l10n.t('first sentence'),
      l10n.t('second sentence'),
      ...found.map(({ judge, model }) => `${model}: ${judgeName(judge)}`),
    ],
    rows: pairs.map(({ kind, first, second }, at) => [
      kindName(kind),
      first,
      second,
      ...found.map(({ values }) => values[at] ?? null),
    ]),
  }),
};
