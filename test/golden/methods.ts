import type {
  Alternative, AnswerValue, AttentionMap, AttentionValue, ClassifyValue, CompareValue, DistributionValue, EmbedValue, EntitiesValue, FillMaskValue, GenerateValue, GenerationStep, HiddenValue, LogitLensValue, NextSentenceValue, RankValue, ReplacedValue, ScoreValue, ScoredToken, Sequence, Span, Token, TokensValue, ZeroShotValue,
} from '../../src/protocol/engine/index.js';
import { differ, Difference, near, offsets, pairs, same, show } from './figures.js';

export const TOLERANCE = {
  probability: 2e-4,
  logProbability: 2e-3,
  attention: 1e-4,
  logit: 1e-4,
  /** of its size */
  perplexity: 2e-3,
  vector: 5e-4,
  similarity: 2e-4,
};
export type Tolerance = typeof TOLERANCE;

interface ExpectedSequence extends Pick<Sequence, 'ids' | 'text' | 'logProbability' | 'score' | 'finish'> {
  steps?: (Pick<GenerationStep, 'id' | 'probability'> & { alternatives: ExpectedAlternative[] })[];
}
type ExpectedAlternative = Pick<Alternative, 'id' | 'probability' | 'filteredProbability'>;
interface ExpectedRun {
  sequences: ExpectedSequence[];
  /** what a later transformers gives; either is right */
  also?: { sequences: ExpectedSequence[] };
}

interface Expectations {
  tokens: { tokens: Pick<Token, 'id' | 'start' | 'end'>[] };
  fillMask: {
    tokens: number[];
    masks: (Span & { candidates: { id: number | null; probability: number }[] })[];
    joint?: { known: [string[], number][]; beam: [string[], number][]; best: number; greedy: number };
  };
  generate: {
    prompt?: number[];
    sequences?: ExpectedSequence[];
    also?: { sequences: ExpectedSequence[] };
    firstStep?: { kept: number; allowed: number[] | null; alternatives: ExpectedAlternative[] };
  };
  compare: { prompt?: number[]; runs: ExpectedRun[] };
  /** logits by token id */
  distribution: { logits: number[] };
  attention: {
    source: number[];
    target?: number[];
    maps: (Pick<AttentionMap, 'kind' | 'layers' | 'heads' | 'queries' | 'keys'> & { values: number[] })[];
  };
  score: Pick<ScoreValue, 'method' | 'logProbability'> & {
    tokens: Omit<ScoredToken, 'text'>[];
    perplexity: number;
  };
  embed: Pick<EmbedValue, 'vectors' | 'similarities'>;
  classify: Pick<ClassifyValue, 'labels'>;
  entities: { entities: Omit<EntitiesValue['entities'][number], 'text'>[] };
  answer: Record<'answers' | 'unaligned', Omit<AnswerValue['answers'][number], 'text'>[]>;
  nextSentence: Pick<NextSentenceValue, 'probability'>;
  replaced: { tokens: Omit<ReplacedValue['tokens'][number], 'text'>[] };
  rank: Pick<RankValue, 'ranking'>;
  zeroShot: Pick<ZeroShotValue, 'method' | 'labels'>;
  hidden: { source: number[]; target?: number[]; values: number[] } & Pick<HiddenValue, 'layers' | 'positions' | 'width'>;
  logitLens: {
    source: number[];
    target?: number[];
    layers: {
      layer: number;
      positions: { index: number; entropy: number; predictions: { id: number; probability: number }[] }[];
    }[];
  };
}

/** Methods with a comparison here; the others' cases wait for theirs. */
export type Compared = keyof Expectations;
export type Expected<M extends Compared> = Expectations[M];

type Comparison<V, W> = (value: V, expect: W, tolerance: Tolerance, params: Record<string, unknown>) => void;

interface Comparisons {
  tokens: Comparison<TokensValue, Expectations['tokens']>;
  fillMask: Comparison<FillMaskValue, Expectations['fillMask']>;
  generate: Comparison<GenerateValue, Expectations['generate']>;
  compare: Comparison<CompareValue, Expectations['compare']>;
  distribution: Comparison<DistributionValue, Expectations['distribution']>;
  attention: Comparison<AttentionValue, Expectations['attention']>;
  score: Comparison<ScoreValue, Expectations['score']>;
  embed: Comparison<EmbedValue, Expectations['embed']>;
  classify: Comparison<ClassifyValue, Expectations['classify']>;
  entities: Comparison<EntitiesValue, Expectations['entities']>;
  answer: Comparison<AnswerValue, Expectations['answer']>;
  nextSentence: Comparison<NextSentenceValue, Expectations['nextSentence']>;
  replaced: Comparison<ReplacedValue, Expectations['replaced']>;
  rank: Comparison<RankValue, Expectations['rank']>;
  zeroShot: Comparison<ZeroShotValue, Expectations['zeroShot']>;
  hidden: Comparison<HiddenValue, Expectations['hidden']>;
  logitLens: Comparison<LogitLensValue, Expectations['logitLens']>;
}

const idsOf = (tokens: readonly Token[]): number[] => tokens.map((token) => token.id);

const sumTolerance = (want: number, tolerance: Tolerance): number => tolerance.logProbability + 1e-4 * Math.abs(want);

/** Each throws a Difference that says what is not as expected. */
export const COMPARE: Comparisons = {
  tokens(value, expect, _tolerance, params) {
    same(
      'token ids',
      idsOf(value.tokens),
      expect.tokens.map((token) => token.id),
    );
    for (const [index, [got, want]] of pairs('tokens', value.tokens, expect.tokens).entries()) {
      offsets(`tokens[${index}]`, String(params['text']), got, want);
    }
  },

  fillMask(value, expect, tolerance, params) {
    same('token ids', idsOf(value.tokens), expect.tokens);
    for (const [index, [mask, want]] of pairs('masks', value.masks, expect.masks).entries()) {
      same(`masks[${index}] offsets`, [mask.start, mask.end], [want.start, want.end]);
      // Candidates that were asked for may come in any order.
      const got = params['candidates']
        ? want.candidates.map(({ id }) => mask.candidates.find((candidate) => candidate.id === id))
        : mask.candidates;
      same(
        `masks[${index}] candidate ids`,
        got.map((one) => one?.id),
        want.candidates.map((one) => one.id),
      );
      for (const [candidate, { id, probability }] of pairs(`masks[${index}].candidates`, got, want.candidates)) {
        near(`masks[${index}] probability of id ${id}`, candidate?.probability, probability, tolerance.probability);
      }
    }
    if (expect.joint !== undefined) joint(value, expect.joint, expect.masks.length, tolerance);
    else if (expect.masks.length < 2 && value.joint?.length) differ('joint with fewer than two masks');
  },

  generate(value, expect, tolerance) {
    if (expect.prompt) same('prompt ids', idsOf(value.prompt), expect.prompt);
    if (expect.sequences) sequences(value.sequences, { ...expect, sequences: expect.sequences }, tolerance);
    if (!expect.firstStep) return;
    const { kept, allowed, alternatives: wanted } = expect.firstStep;
    const [sequence] = value.sequences;
    const found = sequence?.steps?.[0]?.alternatives;
    if (sequence === undefined || found === undefined) differ('there is no first step');
    alternatives('steps[0].alternatives', found, wanted, tolerance);
    const left = found.filter((one) => one.filteredProbability! > 0).length;
    same('the number of alternatives left after the filters', left, Math.min(kept, found.length));
    const [id] = sequence.ids;
    if (allowed && !allowed.includes(id ?? -1)) differ(`the sampled id ${id} is one the filters cut`);
  },

  distribution(value, expect, tolerance) {
    const got = new Map(pairs('ids and logits', Array.from(value.ids), Array.from(value.logits)));
    same('the number of ids', got.size, expect.logits.length);
    for (const [id, logit] of expect.logits.entries()) near(`logit of id ${id}`, got.get(id), logit, tolerance.logit);
  },

  attention(value, expect, tolerance) {
    same('source ids', idsOf(value.source), expect.source);
    if (expect.target) same('target ids', idsOf(value.target ?? []), expect.target);
    for (const [got, want] of pairs('maps', value.maps, expect.maps)) {
      for (const field of ['kind', 'layers', 'heads', 'queries', 'keys'] as const) same(field, got[field], want[field]);
      for (const [at, [weight, wanted]] of pairs(want.kind, Array.from(got.values), want.values).entries()) {
        near(`${want.kind} values[${at}]`, weight, wanted, tolerance.attention);
      }
    }
  },

  score(value, expect, tolerance, params) {
    same('method', value.method, expect.method);
    const text = String(params['target'] ?? params['text']);
    for (const [index, [got, want]] of pairs('tokens', value.tokens, expect.tokens).entries()) {
      same(`tokens[${index}].id`, got.id, want.id);
      offsets(`tokens[${index}]`, text, got, want);
      for (const field of ['logProbability', 'entropy'] as const) {
        near(`tokens[${index}].${field}`, got[field], want[field], sumTolerance(want[field] ?? 0, tolerance));
      }
    }
    const { logProbability, perplexity } = expect;
    near('logProbability', value.logProbability, logProbability, sumTolerance(logProbability, tolerance));
    near('perplexity', value.perplexity, perplexity, tolerance.perplexity * perplexity);
  },

  embed(value, expect, tolerance) {
    const figures = [
      ['vectors', tolerance.vector],
      ['similarities', tolerance.similarity],
    ] as const;
    for (const [what, most] of figures) {
      for (const [row, [got, want]] of pairs(what, value[what], expect[what]).entries()) {
        for (const [at, [one, wanted]] of pairs(`${what}[${row}]`, got, want).entries()) {
          near(`${what}[${row}][${at}]`, one, wanted, most);
        }
      }
    }
  },

  classify(value, expect, { probability }) {
    for (const [at, [one, wanted]] of pairs('labels', value.labels, expect.labels).entries()) {
      same(`labels[${at}]`, one.label, wanted.label);
      near(`probability of ${one.label}`, one.probability, wanted.probability, probability);
    }
  },

  entities(value, expect, { probability }) {
    for (const [at, [one, wanted]] of pairs('entities', value.entities, expect.entities).entries()) {
      same(`entities[${at}]`, [one.label, one.start, one.end], [wanted.label, wanted.start, wanted.end]);
      near(`probability of entities[${at}]`, one.probability, wanted.probability, probability);
    }
  },

  answer(value, expect, { probability }, { context }) {
    const compare = (wanted: Expectations['answer']['answers']) => {
      for (const [at, [one, want]] of pairs('answers', value.answers, wanted).entries()) {
        same(`answers[${at}]`, [one.start, one.end], [want.start, want.end]);
        near(`probability of answers[${at}]`, one.probability, want.probability, probability);
        same(`text of answers[${at}]`, one.text, String(context).slice(one.start, one.end));
      }
    };
    try {
      compare(expect.unaligned);
    } catch (error) {
      if (!(error instanceof Difference)) throw error;
      compare(expect.answers);
    }
  },

  nextSentence(value, expect, { probability }) {
    near('probability', value.probability, expect.probability, probability);
  },

  replaced(value, expect, { probability }, { text }) {
    for (const [at, [one, wanted]] of pairs('tokens', value.tokens, expect.tokens).entries()) {
      same(`tokens[${at}]`, one.id, wanted.id);
      offsets(`tokens[${at}]`, String(text), one, wanted);
      near(`probability of tokens[${at}]`, one.probability, wanted.probability, probability);
    }
  },

  rank(value, expect, { logProbability }) {
    for (const [at, [one, wanted]] of pairs('ranking', value.ranking, expect.ranking).entries()) {
      same(`ranking[${at}]`, one.index, wanted.index);
      near(`score of ranking[${at}]`, one.score, wanted.score, logProbability);
    }
  },

  zeroShot(value, expect, { logProbability }) {
    same('method', value.method, expect.method);
    const found = new Map(value.labels.map(({ label, probability }) => [label, probability]));
    for (const { label, probability } of expect.labels) {
      near(`probability of ${label}`, found.get(label), probability, logProbability);
    }
    const falling = value.labels.every(({ probability }, at) => at === 0 || probability <= value.labels[at - 1]!.probability);
    if (!falling) differ('the labels are not highest first');
  },

  hidden(value, expect, { vector }) {
    same('source ids', idsOf(value.source), expect.source);
    if (expect.target) same('target ids', idsOf(value.target ?? []), expect.target);
    for (const field of ['layers', 'positions', 'width'] as const) same(field, value[field], expect[field]);
    for (const [at, [one, wanted]] of pairs('values', Array.from(value.values), expect.values).entries()) {
      near(`values[${at}]`, one, wanted, vector + 1e-4 * Math.abs(wanted));
    }
  },

  logitLens(value, expect, { logProbability, probability }) {
    same('source ids', idsOf(value.source), expect.source);
    if (expect.target) same('target ids', idsOf(value.target ?? []), expect.target);
    for (const [layer, wanted] of pairs('layers', value.layers, expect.layers)) {
      same('layer', layer.layer, wanted.layer);
      for (const [one, want] of pairs(`layer ${wanted.layer}`, layer.positions, wanted.positions)) {
        const where = `layer ${wanted.layer}, position ${want.index}`;
        same(`${where}: index`, one.index, want.index);
        near(`${where}: entropy`, one.entropy, want.entropy, logProbability);
        const ids = (found: readonly { id: number }[]) => found.map(({ id }) => id);
        same(`${where}: ids`, ids(one.predictions), ids(want.predictions));
        for (const [prediction, { id, probability: figure }] of pairs(where, one.predictions, want.predictions)) {
          near(`${where}: probability of ${id}`, prediction.probability, figure, probability);
        }
      }
    }
  },

  compare(value, expect, tolerance) {
    if (expect.prompt) same('prompt ids', idsOf(value.prompt), expect.prompt);
    for (const [run, want] of pairs('runs', value.runs, expect.runs)) sequences(run.sequences, want, tolerance);
  },
};

function joint(
  value: FillMaskValue,
  expect: NonNullable<Expectations['fillMask']['joint']>,
  masks: number,
  { logProbability: tolerance }: Tolerance,
): void {
  const key = (texts: readonly string[]): string => texts.map((text) => text.replace(/^##/, '').trim()).join('\0');
  const known = new Map<string, number[]>();
  for (const [texts, sum] of [...expect.known, ...expect.beam]) {
    known.set(key(texts), [...(known.get(key(texts)) ?? []), sum]);
  }
  const got = value.joint ?? [];
  const [first] = got;
  if (first === undefined) differ('joint is empty');
  for (const [index, { texts, logProbability }] of got.entries()) {
    same('number of joint texts', texts.length, masks);
    const before = got[index - 1]?.logProbability ?? Infinity;
    if (!(logProbability <= before + 1e-6)) differ('joint is not ranked by logProbability');
    const right = known.get(key(texts));
    if (right && !right.some((sum) => Math.abs(sum - logProbability) <= tolerance)) {
      differ(`joint logProbability of ${show(texts)} is ${logProbability}, expected ${right[0]}`);
    }
    if (logProbability > expect.best + tolerance) {
      differ(`joint logProbability ${logProbability} is above the best there is (${expect.best})`);
    }
  }
  if (first.logProbability < expect.greedy - tolerance) {
    differ(`the best joint filling has ${first.logProbability}; filling greedily gives ${expect.greedy}`);
  }
}

function sequences(got: readonly Sequence[], expect: ExpectedRun, tolerance: Tolerance): void {
  const compareWith = (want: readonly ExpectedSequence[]): void => {
    for (const [index, [one, wanted]] of pairs('sequences', got, want).entries()) {
      sequence(`sequences[${index}]`, one, wanted, tolerance);
    }
  };
  if (expect.also === undefined) return compareWith(expect.sequences);
  try {
    compareWith(expect.sequences);
  } catch (error) {
    try {
      compareWith(expect.also.sequences);
    } catch {
      throw error;
    }
  }
}

function sequence(what: string, got: Sequence, want: ExpectedSequence, tolerance: Tolerance): void {
  same(`${what}.ids`, got.ids, want.ids);
  if (got.text.trim() !== want.text.trim()) differ(`${what}.text is ${show(got.text)}, expected ${show(want.text)}`);
  near(`${what}.logProbability`, got.logProbability, want.logProbability, sumTolerance(want.logProbability!, tolerance));
  near(`${what}.score`, got.score, want.score, sumTolerance(want.score!, tolerance));
  same(`${what}.finish`, got.finish, want.finish);
  if (want.steps === undefined) return;
  for (const [index, [step, wanted]] of pairs(`${what}.steps`, got.steps, want.steps).entries()) {
    const where = `${what}.steps[${index}]`;
    same(`${where}.id`, step.id, wanted.id);
    near(`${where}.probability`, step.probability, wanted.probability, tolerance.probability);
    alternatives(`${where}.alternatives`, step.alternatives, wanted.alternatives, tolerance);
  }
}

/** The same alternatives with the same figures; near-ties at the cut of the list may come in or stay out. */
function alternatives(
  what: string,
  got: readonly Alternative[],
  want: readonly ExpectedAlternative[],
  { probability: tolerance }: Tolerance,
): void {
  pairs(what, got, want);
  const last = want.at(-1);
  for (const wanted of want) {
    const found = got.find((one) => one.id === wanted.id);
    if (found === undefined) {
      const isAtCut =
        last !== undefined &&
        Math.abs(wanted.filteredProbability! - last.filteredProbability!) <= tolerance &&
        Math.abs(wanted.probability - last.probability) <= tolerance;
      if (!isAtCut) differ(`${what} lacks id ${wanted.id}`);
      continue;
    }
    near(`${what}, id ${wanted.id}: probability`, found.probability, wanted.probability, tolerance);
    near(
      `${what}, id ${wanted.id}: filteredProbability`,
      found.filteredProbability,
      wanted.filteredProbability,
      tolerance,
    );
    if ((found.filteredProbability === 0) !== (wanted.filteredProbability === 0)) {
      differ(
        `${what}, id ${wanted.id}: filteredProbability is ${found.filteredProbability}, expected ${wanted.filteredProbability}`,
      );
    }
  }
  for (const [index, one] of got.entries()) {
    const before = got[index - 1];
    if (before && one.filteredProbability! > before.filteredProbability! + 1e-6) {
      differ(`${what} is not sorted by filteredProbability`);
    }
  }
}
