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
  amateur: ({ say }, _decoding, { models }) => {
    if (models === undefined) return say('faultAmateur');
    return models.length > 0 ? `${say('faultAmateur')} ${models.join(', ')}` : say('faultNoAmateur');
  },
  numBeamGroups: (page, { numBeams = 4 }) => page.say('faultGroups', figure(page, numBeams)),
  diversityPenalty: ({ say }) => say('faultDiversity'),
  doSample: ({ say }) => say('faultGroupsDraw'),
  numReturnSequences: (page, { numBeams = 4 }, { kind }) =>
    kind === 'overBeams' ? page.say('faultReturned', figure(page, numBeams)) : page.say('faultOneText'),
  penaltyAlpha: ({ say }) => say('faultPenaltyAlpha'),
  topK: ({ say }) => say('faultCandidates'),
  minNewTokens: (page) => page.say('faultMinNew', figure(page, page.state.maxNewTokens)),
  typicalP: ({ say }) => say('faultAboveZero'),
};

/** The range of a field of numbers. */
export function rangeText({ say, numbers }: DecodingPage, name: FieldName): string {
  const field = GENERATION_FIELDS[name];
  if (!isNumberField(field)) return say('faultNumber');
  const figure = (value: number) => numbers.decimal(value, Number.isInteger(value) ? 0 : 2);
  return say(field.kind === 'integer' ? 'faultWhole' : 'faultRange', figure(field.min), figure(field.max));
}

/** A fault as a sentence: the engine's end in the page's words, a field by its name, else as it was told. */
export function faultText(page: DecodingPage, fault: RunIssue, decoding: DecodingRun['decoding'] | null): string {
  const { say } = page;
  if (fault.code === 'engine-died') return say('faultEngineGone');
  const { field } = fault;
  if (decoding && field !== undefined && field !== 'strategy') {
    return `${say(FIELD_TEXTS[field].label)}: ${fieldFaultText(page, decoding, fault)}`;
  }
  return fault.message;
}
