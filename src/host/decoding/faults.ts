import { fieldFaults } from '../../decoding/field-faults.js';
import { errorValue, type Decoding, type DecodingHead, type ErrorValue, type RunFault } from '../../protocol/index.js';
import { amateursOf, modelOf } from './models.js';

type Setting = Pick<DecodingHead, 'models' | 'model' | 'maxNewTokens'>;

/** What keeps a recipe from running with the model and length that are set. */
export function faultsOf(decoding: Decoding, setting: Setting): RunFault[] {
  const faults = fieldFaults(decoding, setting).map((fault): RunFault => {
    const would = fault.field === 'amateur' && { models: amateursOf(setting.models, setting.model) };
    return { code: 'bad-request', ...fault, ...would };
  });
  return faults.length > 0 ? faults : amateurFaults(decoding, setting);
}

function amateurFaults({ strategy, amateur }: Decoding, { models, model }: Setting): RunFault[] {
  // Before the engine has told of its models, nothing can be said.
  if (strategy !== 'contrastiveDecoding' || amateur === undefined || models.length === 0) return [];
  const expert = modelOf(models, model);
  const found = modelOf(models, amateur);
  const fault = (code: RunFault['code'], message: string): RunFault[] => [
    { code, field: 'amateur', message, models: amateursOf(models, model) },
  ];
  // A folder that is no installed model may be one all the same.
  if (!found) return /[\\/]/.test(amateur) ? [] : fault('unknown-model', `is not installed: ${amateur}`);
  if (!expert || (found.architecture === expert.architecture && found.vocabularySize === expert.vocabularySize)) {
    return [];
  }
  return fault('bad-request', `must have the vocabulary of ${expert.id}; ${found.id} has another one`);
}

const NAMED_FIELD = /^decoding\.(\w+) (.+)$/s;

/** An error as a run or the view shows it. */
export function faultOf(error: unknown): RunFault {
  return faultFrom(errorValue(error));
}

export function faultFrom({ code, message }: ErrorValue): RunFault {
  const named = NAMED_FIELD.exec(message);
  return named ? { code, field: named[1] as keyof Decoding, message: named[2]! } : { code, message };
}
