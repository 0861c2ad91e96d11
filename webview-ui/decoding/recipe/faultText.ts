import * as l10n from '@vscode/l10n';
import { FIELD_TEXTS } from '../../../src/decoding/config/texts.js';
import { GENERATION_FIELDS, isNumberField } from '../../../src/protocol/engine/generationFields.js';
import type { FieldName, GenerationConfig } from '../../../src/protocol/engine/index.js';
import type { DecodingRun, RunIssue } from '../../../src/protocol/webviews/index.js';
import type { DecodingPage } from '../model/decodingPage.js';

/** What is wrong with a field, in the user's language and without the field's name. */
export function fieldFaultText(page: DecodingPage, decoding: GenerationConfig, fault: RunIssue): string {
  const { field, kind, message } = fault;
  if (field === undefined || field === 'strategy') return message;
  if (kind === 'range') return rangeText(page, field);
  const contradiction = CONTRADICTIONS[field];
  return contradiction ? contradiction(page, decoding, fault) : message;
}

type FaultWording = (page: DecodingPage, decoding: GenerationConfig, fault: RunIssue) => string;

const figure = ({ numbers }: DecodingPage, value: number) => numbers.decimal(value, 0);

/** What a field contradicts. */
const CONTRADICTIONS: Partial<Record<FieldName, FaultWording>> = {
  amateur: (_page, _decoding, { models }) => {
    if (models === undefined) return l10n.t('Choose a smaller model with the same vocabulary.');
    return models.length > 0
      ? `${l10n.t('Choose a smaller model with the same vocabulary.')} ${models.join(', ')}`
      : l10n.t('No installed model is smaller and has the same vocabulary.');
  },
  numBeamGroups: (page, { numBeams = 4 }) => l10n.t('must divide the {0} beams without rest', figure(page, numBeams)),
  diversityPenalty: () => l10n.t('must be above 0 where there are several groups: they would all be the same'),
  doSample: () => l10n.t('cannot be together with several groups'),
  numReturnSequences: (page, { numBeams = 4 }, { kind }) =>
    kind === 'overBeams'
      ? l10n.t('must be at most the number of beams, {0}', figure(page, numBeams))
      : l10n.t('must be 1: this strategy has one result'),
  penaltyAlpha: () => l10n.t('needs a number from 0 to 1, such as 0.6'),
  topK: () => l10n.t('must be from 1 to 256, such as 4'),
  minNewTokens: (page) => l10n.t('must be at most the length, {0}', figure(page, page.state.maxNewTokens)),
  typicalP: () => l10n.t('must be above 0'),
};

/** The range of a field of numbers. */
export function rangeText({ numbers }: DecodingPage, name: FieldName): string {
  const field = GENERATION_FIELDS[name];
  if (!isNumberField(field)) return l10n.t('must be a number');
  const figure = (value: number) => numbers.decimal(value, Number.isInteger(value) ? 0 : 2);
  const [min, max] = [figure(field.min), figure(field.max)];
  return field.kind === 'integer'
    ? l10n.t('must be a whole number from {0} to {1}', min, max)
    : l10n.t('must be from {0} to {1}', min, max);
}

/** A fault as a sentence: the engine's end in the page's words, a field by its name, else as it was told. */
export function faultText(page: DecodingPage, fault: RunIssue, decoding: DecodingRun['decoding'] | null): string {
  if (fault.code === 'engine-died') return l10n.t('The engine ended before the run did.');
  const { field } = fault;
  if (decoding && field !== undefined && field !== 'strategy') {
    return `${FIELD_TEXTS[field].label()}: ${fieldFaultText(page, decoding, fault)}`;
  }
  return fault.message;
}
