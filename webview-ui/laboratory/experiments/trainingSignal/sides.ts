import * as l10n from '@vscode/l10n';
import type { GradientsValue, Params } from '../../../../src/protocol/engine/index.js';
import { isUnknownToken } from '../../../../src/text/displayText.js';
import type { Bench } from '../../model/experiment.js';

/** Who learns, and from what: a BERT's masks, every token of a GPT, or of these as few as the BERT's. */
export type SideKind = 'masked' | 'causal' | 'sparse';

/** What one step would learn, without the tokens' texts. */
export interface SignalSide extends Pick<GradientsValue, 'model' | 'candidates' | 'parts' | 'draws' | 'cosines'> {
  kind: SideKind;
  /** tokens of the text that stand for what its vocabulary lacks */
  unknown?: number;
}

export interface SignalSettings {
  maskShare: number;
  rate: number;
  seed: number;
}

export interface SignalResult extends SignalSettings {
  sides: SignalSide[];
}

/** Draws of the tokens that carry loss. */
export const DRAWS = 3;

/** What the engine is asked. All tokens of a decoder are drawn in one way only. */
export function paramsOf(
  kind: SideKind,
  model: string,
  text: string,
  { maskShare, rate, seed }: SignalSettings,
): Params<'gradients'> {
  const asked = { model, text, seed, learningRate: rate };
  return kind === 'causal' ? { ...asked, share: 1, draws: 1 } : { ...asked, share: maskShare, draws: DRAWS };
}

/** Asks for each side; gives what there is behind each. @throws GlassboxError the engine's */
export async function* signals(
  bench: Bench,
  text: string,
  asked: readonly { kind: SideKind; model: string }[],
  settings: SignalSettings,
): AsyncGenerator<SignalResult> {
  const sides: SignalSide[] = [];
  for (const { kind, model } of asked) {
    bench.progress(sides.length, asked.length);
    const value = await bench.ask('gradients', paramsOf(kind, model, text, settings));
    const { candidates, parts, draws, cosines } = value;
    const unknown = value.tokens.filter(({ text: token }) => isUnknownToken(token)).length;
    sides.push({ kind, model: value.model, candidates, parts, draws, cosines, unknown });
    yield { ...settings, sides: [...sides] };
  }
}

export const sideOf = ({ sides }: SignalResult, kind: SideKind): SignalSide | undefined =>
  sides.find((side) => side.kind === kind);

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Tokens that carry loss in a draw. */
export const carryingOf = ({ draws }: SignalSide): number => draws[0]?.at.length ?? 0;
export const shareOf = (side: SignalSide): number => carryingOf(side) / Math.max(1, side.candidates);

/** Means over the draws: loss in nats a token that carries it, and the gradient's norm. */
export const lossOf = ({ draws }: SignalSide): number => mean(draws.map(({ loss }) => loss));
export const normOf = ({ draws }: SignalSide): number => mean(draws.map(({ norm }) => norm));

/** Of one part, the mean of its norm over the draws; null where the model has no such part. */
export function partNormOf({ draws, parts }: SignalSide, part: string): number | null {
  const at = parts.findIndex((one) => one.part === part);
  return at < 0 ? null : mean(draws.map(({ partNorms }) => partNorms[at] ?? 0));
}

/** Whether two draws can be of other tokens at all. */
export const areDrawn = (side: SignalSide): boolean => side.draws.length > 1 && carryingOf(side) < side.candidates;

/** The mean cosine of the gradients of two draws; null where all draws are the same. */
export function agreementOf(side: SignalSide): number | null {
  if (!areDrawn(side)) return null;
  return mean(side.cosines.flatMap((row, at) => row.filter((_, other) => other > at)));
}

/** Losses in nats before a step and behind it; null: no number any more. */
export interface StepEffect {
  before: number;
  after: number | null;
}

/** What the step does to the loss of the draw that it is made along. */
export function ownEffect({ draws }: SignalSide): StepEffect {
  const [first] = draws;
  return { before: first?.loss ?? 0, after: first?.after ?? null };
}

/** What it does to the other draws, means; null where there are none. */
export function otherEffect(side: SignalSide): StepEffect | null {
  const others = side.draws.slice(1);
  if (others.length === 0 || !areDrawn(side)) return null;
  const after = others.map((draw) => draw.after ?? null);
  return {
    before: mean(others.map(({ loss }) => loss)),
    after: after.some((one) => one === null) ? null : mean(after.map((one) => one ?? 0)),
  };
}

/** −rate · norm²: what a step would change the loss by if its slope stayed as it is, nats. */
export const slopeOf = ({ draws }: SignalSide, rate: number): number => -rate * (draws[0]?.norm ?? 0) ** 2;

/** Who a side is, in a chart. */
export function sideName({ kind }: Pick<SignalSide, 'kind'>): string {
  switch (kind) {
    case 'masked':
      return l10n.t('BERT, masks');
    case 'causal':
      return l10n.t('GPT, all tokens');
    case 'sparse':
      return l10n.t('GPT, as few');
  }
}

/** A part of a model, layers counted from 1. */
export function partName(part: string): string {
  const [, layer] = /^layer\.(\d+)$/.exec(part) ?? [];
  if (layer !== undefined) return l10n.t('layer {0}', Number(layer) + 1);
  if (part === 'layers') return l10n.t('all layers');
  return part === 'embeddings' ? l10n.t('embeddings') : l10n.t('output head');
}
