import * as l10n from '@vscode/l10n';
import { queryRow } from '../../../src/attention/weightMatrix.js';
import type { MapKind } from '../../../src/protocol/engine/index.js';
import { svg } from '../../kit/dom.js';
import { kindCaption } from '../model/mapNames.js';
import type { AttentionPage } from '../model/attentionPage.js';
import type { DisplayedDrawing } from '../model/displayModel.js';
import type { ModelCard } from './modelCard.js';
import { modelFamily } from './selectModels.js';
import { type LayerHead, mapQuestions, type ModelResult } from './modelResults.js';

interface DrawingInput {
  cards: readonly ModelCard[];
  readings: readonly ModelResult[];
  words: readonly string[];
  text: string;
  /** the layers and heads of a model's maps in words */
  partsText: (parts: ReadonlyMap<MapKind, LayerHead>) => string;
}

const GAP = 24;
const TITLE = 22;

/** The maps beside each other as one drawing, their weights as one table, and the questions that they answer. */
export function comparisonDrawing(
  { state }: AttentionPage,
  { cards, readings, words, text, partsText }: DrawingInput,
): DisplayedDrawing {
  const maps = cards.flatMap(({ figures }, at) => {
    const reading = readings[at];
    if (reading?.state !== 'there') return [];
    return figures.flatMap(({ shown, kind, map }) => (shown ? [{ shown, kind, map, reading }] : []));
  });
  let x = 0;
  let height = 0;
  const parts = maps.map(({ kind, map, reading }) => {
    const [, , width = 0, tall = 0] = (map.element.getAttribute('viewBox') ?? '').split(' ').map(Number);
    const copy = map.element.cloneNode(true) as SVGElement;
    for (const [name, value] of Object.entries({ x, y: TITLE, width, height: tall })) {
      copy.setAttribute(name, String(value));
    }
    const title = `${modelFamily(reading.model)} · ${kindCaption(kind)}`;
    const group = svg('g', {}, svg('text.title', { attributes: { x, y: 12 } }, title), copy);
    x += Math.max(width, 8 * title.length) + GAP;
    height = Math.max(height, TITLE + tall);
    return group;
  });
  const table = maps.flatMap(({ shown, kind, reading }) =>
    words.flatMap((word, row) =>
      // What special tokens were given stands behind the words, as in the picture.
      [...queryRow(shown.matrix, row), ...(shown.other ? [shown.other[row] ?? 0] : [])]
        .map((weight, column): (string | number)[] => [
          reading.model.id,
          kind,
          word,
          words[column] ?? l10n.t('special'),
          weight,
          row + 1,
          column + 1,
        ])
        .filter(([, , , , weight]) => Number(weight) >= state.threshold),
    ),
  );
  const models = [...new Set(maps.map(({ reading }) => `${reading.model.id}, ${partsText(reading.parts)}`))];
  return {
    type: 'drawing',
    name: 'architectures',
    drawing: svg('svg.small-map.whole', { attributes: { viewBox: `0 0 ${Math.max(1, x - GAP)} ${height}` } }, ...parts),
    header: ['model', 'kind', 'query', 'key', 'weight', 'row', 'column'],
    table,
    caption: models.join(' · '),
    text,
    calls: readings.flatMap((reading) =>
      reading.state === 'there'
        ? mapQuestions(reading.model, text, reading.parts).map((params) => ({ method: 'attention' as const, params }))
        : [],
    ),
  };
}
