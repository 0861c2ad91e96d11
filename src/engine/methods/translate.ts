import { GlassboxError, type CheckedParams, type LanguagePair } from '../../protocol/engine/index.js';
import { loadIdentifier } from '../languages/identifier.js';
import type { Model } from '../models/model.js';
import { replaceSpans } from '../../text/index.js';
import { codeOf, languageOfCode } from '../translation/languageCode.js';
import { BEAMS } from '../translation/modelRun.js';
import { translateSentence } from '../translation/sentenceAlternatives.js';
import { joinSegments, spansOfTargets } from '../translation/throughSegments.js';
import { type DocumentSelection, type SegmentReport, translateDocument } from '../translation/translateDocument.js';
import type { Method } from './shared/methodContext.js';

/**
 * Translates a text sentence by sentence with a T5-like model, directly or `through` another language. What is not prose
 * never reaches the model and comes back byte for byte; a sentence that does not come back whole is tried in other ways,
 * then in parts, and stays in the end.
 * @throws GlassboxError `wrong-architecture`, `bad-request` for a language the model does not know, `too-long` for what
 * cannot be cut
 */
export const translate: Method<'translate'> = async (context, params, report, signal) => {
  const model = await context.openModel(params.model);
  model.requireTask('translate');
  const { text, from, to, through, typography, glossary = [], avoid = [], decoding = BEAMS, alternatives } = params;
  const steps = stepsOf(model, params);
  if (params.targetPrefix !== undefined) {
    const prefix = promptPrefix(model, steps.at(-1)!);
    const whole = await translateSentence(model, prefix + text.replace(/\s+/g, ' '), params, signal);
    return { model: model.info.id, text: whole.target, segments: [{ start: 0, end: text.length, ...whole }] };
  }
  const identify = await loadIdentifier();
  const selection = { text, format: params.format, ...params.around };
  const run = (pair: LanguagePair, of: DocumentSelection, told: SegmentReport) =>
    translateDocument(
      model,
      of,
      {
        ...pair,
        prefix: promptPrefix(model, pair),
        decoding,
        glossary,
        avoid,
        typography,
        identify,
        alternatives: steps.length > 1 ? 0 : alternatives,
      },
      told,
      signal,
    );
  const tell: SegmentReport = (index, count, segment) => report({ kind: 'segment', index, count, segment });
  const [first, second] = steps;
  if (second === undefined) {
    const segments = await run({ from, to }, selection, tell);
    return { model: model.info.id, text: replaceSpans(text, segments), segments };
  }
  // As many again are to come; sentences are told when they are done.
  const into = await run(first!, selection, (index, count, segment) =>
    tell(index, 2 * count, { ...segment, target: '' }),
  );
  const between = replaceSpans(text, into);
  // What stayed in its language is not to be read as the one between.
  const skipped = spansOfTargets(
    into.filter(({ kept }) => kept),
    into,
  );
  const outOf = await run(second, { ...selection, text: between, skipped }, (index, count, segment) =>
    tell(into.length + index, into.length + count, segment),
  );
  const segments = joinSegments(text, into, between, outOf);
  return {
    model: model.info.id,
    text: replaceSpans(text, segments),
    segments,
    ...(through !== undefined && { through }),
  };
};

/** The directions that a translation takes: one, or two through another language. @throws GlassboxError `bad-request` */
function stepsOf({ info, tokenizer }: Model, { from, to, through }: CheckedParams<'translate'>): LanguagePair[] {
  const steps =
    through === undefined
      ? [{ from, to }]
      : [
          { from, to: through },
          { from: through, to },
        ];
  const { id } = info;
  const known = info.languages ?? pairsOfCodes(tokenizer.languageCodes ?? [], steps);
  const pair = known && steps.find((step) => !known.some((one) => one.from === step.from && one.to === step.to));
  if (!known || !pair) return steps;
  const all = known.map((one) => `${one.from} to ${one.to}`).join(', ');
  throw new GlassboxError('bad-request', `${id} does not translate ${pair.from} to ${pair.to}. It translates ${all}.`, {
    details: { kind: 'languagePair', model: id, pair, known },
  });
}

/** Models that are told their task in words; to others these would be a part of the text. */
const TOLD_IN_WORDS = ['t5', 'mt5', 'umt5', 'longt5'];

/**
 * What tells a model its task: T5 words, Marian of many languages the code of one; nothing for a model that does one thing.
 */
function promptPrefix({ info, tokenizer }: Model, { from, to }: LanguagePair): string {
  if (TOLD_IN_WORDS.includes(info.type)) return `translate ${from} to ${to}: `;
  if (tokenizer.languageCodes === null) return '';
  // Behind a space, which is taken off, a text's own >>quotation<< is none.
  return `${codeOf(tokenizer.languageCodes, to) ?? ''} `;
}

/** From the languages that are asked for to those that there are codes for; undefined where there are none. */
function pairsOfCodes(codes: readonly string[], steps: readonly LanguagePair[]): LanguagePair[] | undefined {
  const targets = new Set(codes.flatMap((code) => languageOfCode(code) ?? []));
  const pairs = steps.flatMap(({ from }) => [...targets].map((to) => ({ from, to })));
  return pairs.length > 0 ? pairs : undefined;
}
