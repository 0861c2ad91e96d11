import * as v from 'valibot';
import { GlassboxError } from '../../protocol/engine/index.js';
import { expectedOf } from '../expectedValue.js';
import type { Json } from '../files.js';
import { brief } from '../tokenizer/limits.js';
import { HEADS, type Family, type GraphRole, type Head } from './family.js';
import { unevenHeads } from './headSizes.js';
import { FAMILIES, familyOf } from './index.js';

/** Characters of a value in a message. */
const MOST_SHOWN = 200;

const ROLES: Readonly<Record<Family['architecture'], readonly GraphRole[]>> = {
  encoder: ['model'],
  decoder: ['model', 'step'],
  'encoder-decoder': ['encoder', 'decoder', 'step', 'source'],
};

/** The graphs of a model by what it is: one that classifies writes nothing, so that it has no steps. */
export const rolesOf = ({ family, head }: FamilyConfig): readonly GraphRole[] =>
  head === 'sequenceClassification' ? ['model'] : ROLES[family.architecture];

/** What a model ends in, by the name of its class; without a name it is the bare model. */
export function headOf(architectures: readonly string[]): Head | null {
  const [name = 'Model'] = architectures;
  const endings = Object.entries(HEADS).sort(([one], [other]) => other.length - one.length);
  return endings.find(([ending]) => name.endsWith(ending))?.[1] ?? null;
}

/** A configuration as its family reads it. */
export interface FamilyConfig {
  family: Family;
  config: unknown;
  head: Head;
}

/**
 * Reads a configuration by its family.
 * @param json what config.json holds; `file`: what it is called in messages
 * @param type its `model_type`; `classes`: its `architectures`, or what was told of the weights where it has none
 * @throws GlassboxError `wrong-architecture` for a type or a class that is not known, with those that are; `model-broken` for
 * a value that the family's graphs are not written with
 */
export function familyConfig(json: Json, file: string, type: string, classes: readonly string[]): FamilyConfig {
  const family = familyOf(type);
  if (!family) throw unknownType(file, type);
  const config = readFields(json, file, family);
  const head = headOf(classes);
  if (head === null || !family.heads.includes(head)) throw unknownHead(file, classes[0] ?? '', family);
  return { family, config, head };
}

/** Tokens that a text may have; null where positions have no end. */
export function positionsOf({ family, config }: FamilyConfig): number | null {
  const positions = family.maxLength(config);
  return positions === null ? null : Math.max(0, positions);
}

function readFields(json: Json, file: string, family: Family): unknown {
  const found = v.safeParse(family.config, json);
  if (!found.success) throw unreadField(file, found.issues[0], family);
  const uneven = unevenHeads(found.output as Json);
  if (uneven) {
    const { at, found: value, why } = uneven;
    throw new GlassboxError('model-broken', `${file}: ${at} is ${value}; ${why}. Get config.json again.`, {
      details: { kind: 'file', file, problem: 'content', at, found: `${value}` },
    });
  }
  return found.output;
}

/** A field whose value a family's graphs are not written with. */
function unreadField(file: string, issue: v.BaseIssue<unknown>, { types: [type] }: Family): GlassboxError {
  const at = v.getDotPath(issue) ?? '';
  const value = issue.input === undefined ? null : brief(JSON.stringify(issue.input), MOST_SHOWN);
  const expected = expectedOf(issue);
  // Valibot's own messages say what was received, too.
  const wanted = brief(
    issue.message.startsWith('Invalid') ? (issue.expected ?? issue.message) : issue.message,
    MOST_SHOWN,
  );
  const message =
    `${file}: ${at} is ${value ?? 'missing'}; models of the type ${type} are read with ${wanted}. ` +
    'Where the file is sound, an export of the model to ONNX may work; else get the file again.';
  return new GlassboxError('model-broken', message, {
    details: { kind: 'file', file, problem: 'content', at, found: value, ...(expected && { expected }) },
  });
}

/** Sizes that each may be, and that come to no graph together. */
export function oddSizes(file: string, error: RangeError): GlassboxError {
  const message = `${file}: no graph has its sizes: ${brief(error.message)} Get config.json again.`;
  return new GlassboxError('model-broken', message, {
    cause: error,
    details: { kind: 'file', file, problem: 'content' },
  });
}

function unknownType(file: string, type: string): GlassboxError {
  const known = FAMILIES.flatMap(({ types }) => types);
  const message = `${file}: model_type is ${JSON.stringify(brief(type))}, which is not read from its weights. Known types: ${known.join(', ')}. An export of it to ONNX may work, or another model.`;
  return new GlassboxError('wrong-architecture', message, {
    details: {
      kind: 'file',
      file,
      problem: 'content',
      at: 'model_type',
      found: brief(type),
    },
  });
}

function unknownHead(file: string, name: string, family: Family): GlassboxError {
  const known = Object.entries(HEADS).flatMap(([ending, head]) => (family.heads.includes(head) ? [ending] : []));
  const message = `${file}: architectures has the class ${JSON.stringify(brief(name))}, which is not read from its weights. Of the type ${family.types[0]} these are: ${known.join(', ')}. An export of it to ONNX may work, or another model.`;
  return new GlassboxError('wrong-architecture', message, {
    details: { kind: 'file', file, problem: 'content', at: 'architectures', found: brief(name) },
  });
}
