import path from 'node:path';
import type { Doubt } from '../../src/protocol/engine/index.js';
import { parseDocument } from '../../src/documents/index.js';
import { ModelCache } from '../../src/engine/models/cache.js';
import { Model } from '../../src/engine/models/model.js';
import { ModelRegistry } from '../../src/engine/models/registry.js';
import { findPieces } from '../../src/engine/translation/documentPieces.js';
import type { Measures } from '../../src/engine/translation/measures.js';
import { BEAMS } from '../../src/engine/translation/modelRun.js';
import { inOrder } from '../../src/engine/translation/structure.js';
import { Translator } from '../../src/engine/translation/translator.js';
import { replaceSpans } from '../../src/text/index.js';
import { loadIdentifier } from '../../src/engine/languages/identifier.js';
import { root } from '../decoding/setup.js';

export async function openModel(id: string): Promise<Model> {
  const registry = new ModelRegistry({ embeddedFolder: path.join(root, 'models'), installedFolders: [] });
  const cached = await new ModelCache(registry, 1, Infinity).acquire(id);
  return new Model(
    cached,
    await cached.tokenizer(),
    { yield: () => Promise.resolve() },
    () => {},
    () => {},
  );
}

export interface Measured {
  target: string;
  doubts: Doubt[];
  /** of each part that was translated by itself and whose text is sound */
  measures: Measures[];
}

/** Translates a sentence as the method does, with the figures that it is doubted by. */
export async function measured(model: Model, text: string, from: string, to: string): Promise<Measured> {
  const prefix = `translate ${from} to ${to}: `;
  const { units } = parseDocument(text, 'markdown');
  const pieces = await findPieces(text, units, { start: 0, end: text.length }, model, { from, prefix });
  const measures: Measures[] = [];
  const onMeasured = (found: Measures) => measures.push(found);
  const identify = await loadIdentifier();
  const terms = { glossary: [], typography: 'target' } as const;
  const translator = new Translator(text, model, { from, to, prefix, decoding: BEAMS, ...terms, identify, onMeasured });
  const segments = [];
  for (const piece of pieces) segments.push(await translator.segment(piece));
  return {
    target: replaceSpans(text, inOrder(segments)),
    doubts: [...new Set(segments.flatMap(({ doubts = [] }) => doubts))],
    measures,
  };
}
