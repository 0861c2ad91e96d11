import * as l10n from '@vscode/l10n';
import { trimToken } from '../../../../src/text/displayText.js';
import { joinList, joinSentences } from '../../../../src/wording/index.js';
import { GlassboxError } from '../../../../src/protocol/engine/errors.js';
import type { Numbers } from '../../../kit/numbers.js';
import { BarRows } from '../../drawing/barRows.js';
import type { Bench, Drawing, LabInput, Part } from '../../model/experiment.js';
import { CAUSAL, MASKED, TEXT_TO_TEXT } from '../../model/roles.js';
import { splitGap } from './gapText.js';
import { byLeft, byMask, byPrompt, bySentinel, inPlace, WAYS, type GapFinding, type GapWay } from './ways.js';

export interface GapResult {
  before: string;
  behind: string;
  findings: GapFinding[];
}

async function* measure(bench: Bench, { text, models }: LabInput): AsyncGenerator<GapResult> {
  const gap = splitGap(text);
  if (!gap) {
    const details = { kind: 'noMask', mask: '[MASK]' } as const;
    throw new GlassboxError('no-mask', 'The text has no [MASK].', { details });
  }
  let findings: GapFinding[] = [];
  const add = (finding: GapFinding | null) => {
    if (finding) findings = [...findings, finding];
    bench.progress(findings.length, WAYS.length);
    return { ...gap, findings };
  };
  const { masked, causal, textToText } = models;
  if (masked) yield add(await byMask(bench, masked, gap));
  if (causal) {
    yield add(await byLeft(bench, causal, gap));
    yield add(await byPrompt(bench, causal, gap));
    yield add(await inPlace(bench, causal, gap, findings));
  }
  if (textToText) yield add(await bySentinel(bench, textToText, gap));
}

export function wayName(way: GapWay): string {
  switch (way) {
    case 'mask':
      return l10n.t('a mask in the gap');
    case 'left':
      return l10n.t('from the left only');
    case 'prompt':
      return l10n.t('asked by a prompt');
    case 'inPlace':
      return l10n.t('every candidate put in place');
    case 'sentinel':
      return l10n.t('a sentinel in the gap');
  }
}

const named = (text: string) => trimToken(text);

function seen({ findings }: GapResult, numbers: Numbers): string {
  const choices = findings.flatMap(({ way, candidates }) => {
    const [first] = candidates;
    const figure = numbers.percent(first?.probability ?? 0);
    return first ? [l10n.t('{0}: “{1}” ({2})', wayName(way), named(first.text), figure)] : [];
  });
  const timed = findings.filter(({ milliseconds }) => milliseconds !== null);
  const times = timed.map(({ way, milliseconds }) =>
    l10n.t('{0} {1} ms', wayName(way), numbers.decimal(milliseconds ?? 0, 0)),
  );
  const unable = findings.filter(({ cannot }) => cannot).map(({ model }) => model);
  const empty = findings
    .filter(({ cannot, candidates }) => !cannot && candidates.length === 0)
    .map(({ model }) => model);
  return joinSentences(
    choices.length > 0 ? l10n.t('First choices: {0}.', joinList(choices)) : '',
    times.length > 0 ? l10n.t('Loaded, they took: {0}.', joinList(times)) : '',
    unable.length > 0 ? l10n.t('{0} has no sentinels: it was not trained to fill gaps.', joinList(unable)) : '',
    empty.length > 0 ? l10n.t('{0} wrote nothing between its sentinels.', joinList(empty)) : '',
  );
}

export const filling: Part<GapResult> = {
  id: 'filling',
  title: () => l10n.t('The gap'),
  question: () => l10n.t('How does each architecture fill a gap that has words on both sides?'),
  textHint: () => l10n.t('Write [MASK] or ____ where a word is missing.'),
  roles: [MASKED, CAUSAL, { ...TEXT_TO_TEXT, optional: true }],
  examples: [
    {
      language: 'en',
      text: 'She put the [MASK] into the oven and baked it for an hour.',
      point: () => l10n.t('What follows says what it is: from the left only it could be anything'),
    },
    {
      language: 'en',
      text: 'He drank a cup of [MASK] in the morning.',
      point: () => l10n.t('What stands before says enough: the ways agree more'),
    },
    {
      language: 'zh',
      text: '今天[MASK]气很好。',
      point: () => l10n.t('Chinese: only the model that has read Chinese can'),
    },
  ],
  measure,
  seen,
  unseen: () =>
    l10n.t(
      'The shares of candidates in place add up to 1 over these candidates, not over the vocabulary, so they look surer than they are; and times are of models of different sizes, on this machine, now.',
    ),
  picture: ({ findings, ...rest }: GapResult, drawing: Drawing) =>
    BarRows({
      ...drawing,
      most: 1,
      rows: findings.flatMap(({ way, model, candidates, milliseconds }) => {
        const time = milliseconds === null ? '' : ` · ${drawing.numbers.decimal(milliseconds, 0)} ms`;
        const heading = `${model}: ${wayName(way)}${time}`;
        if (candidates.length === 0) return [{ label: '–', values: [], heading }];
        return candidates.slice(0, 5).map(({ text, probability }, at) => ({
          label: named(text),
          values: [probability],
          ...(at === 0 && { heading }),
        }));
      }),
      figure: (value) => drawing.numbers.percent(value),
      label: seen({ findings, ...rest }, drawing.numbers),
    }),
  legend: () => [{ mark: 'series-0', text: l10n.t('probability of a candidate; behind the way: its time') }],
  table: ({ findings }) => ({
    header: [
      l10n.t('way'),
      l10n.t('model'),
      l10n.t('place'),
      l10n.t('candidate'),
      l10n.t('probability'),
      l10n.t('time, ms'),
    ],
    rows: findings.flatMap(({ way, model, candidates, milliseconds }) =>
      candidates.length === 0
        ? [[wayName(way), model, null, null, null, milliseconds]]
        : candidates.map(({ text, probability }, at) => [
            wayName(way),
            model,
            at + 1,
            named(text),
            probability,
            at === 0 ? milliseconds : null,
          ]),
    ),
  }),
};
