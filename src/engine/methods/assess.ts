import { GlassboxError, toErrorValue, type Architecture, type ErrorValue } from '../../protocol/engine/index.js';
import { familyConfig, oddSizes, positionsOf, type FamilyConfig } from '../families/familyConfig.js';
import { formulaOf, type Formula } from '../families/formula.js';
import { familyOf } from '../families/index.js';
import { countParts } from '../inspection/parts.js';
import { configOf, maxPositions, type ModelConfig } from '../models/config.js';
import { memoryNeed } from '../models/memoryNeed.js';
import { architectureOf, tasksOf } from '../models/modelFolder.js';
import type { Method } from './shared/methodContext.js';

/** What it is called in messages: there is no file yet. */
const FILE = 'config.json';

/** What is known of a model by its configuration alone. */
interface Known {
  config: ModelConfig | null;
  found: FamilyConfig | null;
  formula: Formula | null;
  refusal: ErrorValue | null;
}

/**
 * What a model would be that is not here yet: what it is for, whether it would run, and what memory it needs. A configuration
 * is a stranger's: whatever is wrong with it is the value's `refusal`.
 */
export const assess: Method<'assess'> = (_context, { config: json, form, bytes, precision }) => {
  const known = form === 'onnx' ? readExport(json) : readWeights(json);
  const { config, found, formula, refusal } = known;
  const architecture: Architecture =
    config === null ? 'encoder' : (familyOf(config.model_type)?.architecture ?? architectureOf(config, {}));
  return Promise.resolve({
    architecture,
    type: config?.model_type ?? '',
    tasks: config ? tasksOf(architecture, config) : [],
    maxLength: config && maxPositions(config, found && positionsOf(found)),
    parameters: formula && countParts(formula.weights, architecture).total,
    memory: memoryNeed({ form, bytes, precision, architecture, tables: formula?.tables ?? null }),
    refusal,
  });
};

/** A model that runs from its weights: all of what its family reads must be known. */
function readWeights(json: Record<string, unknown>): Known {
  const known: Known = { config: null, found: null, formula: null, refusal: null };
  try {
    const config = (known.config = configOf(json, FILE));
    const found = familyConfig(json, FILE, config.model_type, config.architectures ?? []);
    known.formula = formulaOf(found, FILE);
    known.found = found;
  } catch (error) {
    known.refusal = refusalOf(error);
  }
  return known;
}

/** An export says itself what it computes; its family only adds what it knows. */
function readExport(json: Record<string, unknown>): Known {
  const known = readWeights(json);
  return known.config === null ? known : { ...known, refusal: null };
}

function refusalOf(error: unknown): ErrorValue {
  if (error instanceof GlassboxError) return toErrorValue(error);
  // What is nested deeper than it can be shown.
  if (error instanceof RangeError) return toErrorValue(oddSizes(FILE, error));
  throw error;
}
