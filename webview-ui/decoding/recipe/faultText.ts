import type { GenerationConfig } from '../../../src/protocol/engine/index.js';
import type { RunIssue } from '../../../src/protocol/webviews/index.js';
import type { Page } from '../page.js';
import { FIELDS, type FieldName } from './fields.js';

/** What is wrong with a field, in the person's language and without the field's name. */
export function faultText(page: Page, decoding: GenerationConfig, fault: RunIssue): string {
  const { field, min, max, message } = fault;
  if (field === undefined || field === 'strategy') return message;
  if (min !== undefined || max !== undefined) return rangeText(page, field);
  const contradiction = CONTRADICTIONS[field];
  return contradiction ? contradiction(page, decoding, fault) : message;
}

type Told = (page: Page, decoding: GenerationConfig, fault: RunIssue) => string;

const figure = ({ numbers }: Page, value: number) => numbers.decimal(value, 0);

/** What a field contradicts. */
const CONTRADICTIONS: Partial<Record<FieldName, Told>> = {
  amateur: ({ say }, _decoding, { models }) => {
    if (models === undefined) return say('faultAmateur');
    return models.length > 0 ? `${say('faultAmateur')} ${models.join(', ')}` : say('faultNoAmateur');
  },
  numBeamGroups: (page, { numBeams = 4 }) => page.say('faultGroups', figure(page, numBeams)),
  diversityPenalty: ({ say }) => say('faultDiversity'),
  doSample: ({ say }) => say('faultGroupsDraw'),
  numReturnSequences: (page, { strategy, numBeams = 4 }) =>
    strategy === 'beam' ? page.say('faultReturned', figure(page, numBeams)) : page.say('faultOneText'),
  penaltyAlpha: ({ say }) => say('faultPenaltyAlpha'),
  topK: ({ say }) => say('faultCandidates'),
  minNewTokens: (page) => page.say('faultMinNew', figure(page, page.state.maxNewTokens)),
  typicalP: ({ say }) => say('faultAboveZero'),
};

/** The range of a field of numbers. */
export function rangeText({ say, numbers }: Page, name: FieldName): string {
  const field = FIELDS[name];
  if (field.kind !== 'number' && field.kind !== 'whole') return say('faultNumber');
  const figure = (value: number) => numbers.decimal(value, Number.isInteger(value) ? 0 : 2);
  return say(field.kind === 'whole' ? 'faultWhole' : 'faultRange', figure(field.min), figure(field.max));
}
