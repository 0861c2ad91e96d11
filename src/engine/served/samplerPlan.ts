import { fieldsUsed } from '../../decoding/config/fields.js';
import type { ResolvedGenerationConfig } from '../../decoding/config/resolve.js';
import { fieldNames, GENERATION_FIELDS } from '../../protocol/engine/generationFields.js';
import type {
  Effect,
  FieldName,
  GenerationConfig,
  GenerationWarning,
  ServerParameter,
  ServerSampling,
} from '../../protocol/engine/index.js';

/** What a server's own sampler is asked for, and what of a recipe is lost by that. */
export interface SamplerPlan {
  /** for the request's body */
  fields: object;
  warnings: GenerationWarning[];
}

/** Tokens that llama.cpp's penalty is to look back at where the model's length is not known: it looks at 64 by itself. */
const LOOK_BACK = 4096;

/** By which of the server's parameters a field is asked for. */
const NAMES: Partial<Record<FieldName, readonly ServerParameter[]>> = {
  temperature: ['temperature'],
  topK: ['top_k'],
  topP: ['top_p'],
  minP: ['min_p'],
  typicalP: ['typical_p'],
  repetitionPenalty: ['repetition_penalty', 'repeat_penalty'],
};
/** Of a server's own beam search, as vLLM is asked for it. */
const OF_BEAMS: readonly FieldName[] = ['numBeams', 'lengthPenalty'];
/** What is seen to here: streams, their seeds, and whether a text is long enough. */
const OURS: readonly string[] = ['strategy', 'numReturnSequences', 'seed', 'minNewTokens', 'amateur'];

/**
 * Puts a recipe into the parameters of a server's sampler. What it is known to ignore is not sent, what is switched off is,
 * where it is known: servers have defaults of their own.
 * @param given the recipe as it was asked for
 */
export function planSampler(
  config: ResolvedGenerationConfig,
  given: GenerationConfig,
  sampling: ServerSampling | null,
  context: number | null,
): SamplerPlan {
  const [ignored, unsure]: FieldName[][] = [[], []];
  const note = (field: FieldName, effect: Effect) => {
    if (effect === false) ignored!.push(field);
    if (effect === null) unsure!.push(field);
  };
  const isBeam = config.strategy === 'beam';
  const draws = config.strategy === 'sample';
  const used = new Set<string>([...fieldsUsed(config), 'temperature', ...Object.keys(NAMES)]);
  const fields: Record<string, unknown> = isBeam
    ? { use_beam_search: true, n: config.numBeams, length_penalty: config.lengthPenalty }
    : {};
  for (const field of fieldNames) {
    if (!used.has(field) || OURS.includes(field) || (isBeam && OF_BEAMS.includes(field))) continue;
    const off = GENERATION_FIELDS[field].neutral;
    const value = field === 'temperature' && !draws ? 0 : config[field];
    const { name, effect } = namedBy(field, sampling);
    const isOff = value === off;
    if (!isOff) note(field, effect);
    if (name === null || effect === false || (isOff && effect === null)) continue;
    fields[name] = value;
    if (name === 'repeat_penalty' && !isOff) fields['repeat_last_n'] = context ?? LOOK_BACK;
  }
  if (draws && given.seed !== undefined) note('seed', sampling?.seed ?? null);
  return {
    fields,
    warnings: [
      ...(ignored!.length > 0 ? [{ kind: 'ignoredByServer' as const, fields: ignored! }] : []),
      ...(unsure!.length > 0 ? [{ kind: 'unsureAtServer' as const, fields: unsure! }] : []),
    ],
  };
}

/** The server's parameter for a field, the one that it obeys where there are two; none: nothing has an effect. */
function namedBy(field: FieldName, sampling: ServerSampling | null): { name: ServerParameter | null; effect: Effect } {
  const names = NAMES[field] ?? [];
  const effectOf = (name: ServerParameter): Effect => sampling?.parameters[name] ?? null;
  for (const effect of [true, null]) {
    const name = names.find((one) => effectOf(one) === effect);
    if (name !== undefined) return { name, effect };
  }
  return { name: null, effect: false };
}
