import * as l10n from '@vscode/l10n';
import { tokenLabel } from '../../../src/attention/displayMatrix.js';
import { toErrorValue } from '../../../src/protocol/engine/errors.js';
import { errorText } from '../../../src/wording/index.js';
import type { Architecture, MapKind, Params } from '../../../src/protocol/engine/index.js';
import { kindCaption } from '../model/mapNames.js';
import type { AttentionPage } from '../model/attentionPage.js';
import { Segmented } from '../../kit/segmented.js';
import { ARCHITECTURES, modelFamily, KINDS } from './selectModels.js';
import { layerHeadParams, type LayerHead, type ModelResults, textParams } from './modelResults.js';
import { layerHeadText } from '../model/mapNames.js';
import { sidesOf } from '../model/prepareMap.js';
import type { RenderStyle } from './smallMap.js';
import { MaskStepper } from './maskStepper.js';
import { lastTokenIn } from '../../kit/mask/maskSteps.js';

const MAPS = ARCHITECTURES.flatMap((architecture) =>
  KINDS[architecture].map((kind) => ({ architecture, kind, key: `${architecture} ${kind}` })),
);

interface WordSpan {
  start: number;
  end: number;
}

/** The mask of one of the five maps, drawn in steps from the scores of one head. */
export class MaskWalkthrough {
  readonly #stepper: MaskStepper;
  #key = `decoder decoder`;
  #style: RenderStyle | null = null;
  #word: WordSpan | null = null;
  #text = '';
  #families = '';
  readonly #page: AttentionPage;
  readonly #results: ModelResults;

  constructor(page: AttentionPage, results: ModelResults) {
    this.#page = page;
    this.#results = results;

    this.#stepper = new MaskStepper(page);
  }

  get element(): HTMLElement {
    return this.#stepper.element;
  }

  dispose(): void {
    this.#page.cancel('mask steps');
  }

  /** @param arrived the architecture that has just answered; null: another word is looked at */
  refresh(style: RenderStyle, word: WordSpan | null, text: string, arrived: Architecture | null): void {
    this.#style = style;
    this.#word = word;
    this.#text = text;
    this.#offer();
    const current = MAPS.find(({ key }) => key === this.#key);
    if (current && (arrived === null || arrived === current.architecture)) void this.#ask(current);
  }

  /** The maps to choose from, by the names of the models' families. */
  #offer(): void {
    const options = MAPS.map(({ architecture, kind, key }) => {
      const reading = this.#results.of(architecture);
      const family = reading.state === 'absent' ? architecture : modelFamily(reading.model);
      return [key, KINDS[architecture].length > 1 ? `${family} ${kindCaption(kind)}` : family] as const;
    });
    const families = JSON.stringify(options);
    if (families === this.#families) return;
    this.#families = families;
    const choice = new Segmented(l10n.t('Whose mask'), options, (key) => {
      this.#key = key;
      choice.update(key);
      const map = MAPS.find((each) => each.key === key);
      if (map) void this.#ask(map);
    });
    choice.update(this.#key);
    this.#stepper.choices(choice.element);
  }

  async #ask({ architecture, kind }: { architecture: Architecture; kind: MapKind }): Promise<void> {
    const reading = this.#results.of(architecture);
    const look = this.#style;
    const word = this.#word;
    if (reading.state !== 'there' || !look || !word) {
      return this.#stepper.showMessage('loading', l10n.t('It can be drawn when the model has read the words.'));
    }
    const { model, value } = reading;
    const part = reading.parts.get(kind) ?? { layer: null, head: null };
    // An average of scores has no softmax: the first layer and head stand for it.
    const one = { layer: part.layer ?? 0, head: part.head ?? 0 };
    const params: Params<'attention'> = {
      ...textParams(model, this.#text),
      ...layerHeadParams(one),
      kinds: [kind],
      scores: true,
    };
    try {
      const answer = await this.#page.request('mask steps', 'attention', params);
      const [map] = answer.maps;
      if (!map) return;
      const source = answer.source;
      const target = answer.target ?? value.target ?? source;
      const { rows, columns } = sidesOf({ kind }, { source, target }, this.#text);
      const at = {
        row: Math.max(0, lastTokenIn(rows.tokens, word.start, word.end)),
        column: Math.max(0, lastTokenIn(columns.tokens, word.start, word.end)),
      };
      this.#stepper.update({
        map,
        part: partText(part, one),
        rows: rows.tokens.map((token) => tokenLabel(token, this.#text)),
        columns: columns.tokens.map((token) => tokenLabel(token, this.#text)),
        at,
        style: look,
      });
    } catch (error) {
      const value = toErrorValue(error);
      if (value.code !== 'cancelled') this.#stepper.showMessage('failed', errorText(value, this.#page.numbers.number));
    }
  }
}

/** Which head is drawn, and why not the average that is chosen. */
function partText({ layer, head }: LayerHead, one: LayerHead): string {
  const name = layerHeadText({ what: 'weights', ...one });
  if (layer !== null && head !== null) return l10n.t('Drawn: {0}.', name);
  return l10n.t(
    'Drawn: {0}, not the average that is chosen above. An average of weights is no softmax of any scores.',
    name,
  );
}
