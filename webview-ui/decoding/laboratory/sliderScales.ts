import * as l10n from '@vscode/l10n';
import type { LabSettings } from './labModel.js';

/** How a value lies on its slider, which has 0 to 1000. */
export interface SliderScale {
  field: keyof LabSettings;
  label: string;
  meaning: string;
  /** of the number field */
  min: number;
  max: number;
  step: number;
  toSlider: (value: number) => number;
  fromSlider: (place: number) => number;
}

export const SLIDER_END = 1000;

const linearScale = (least: number, most: number, step: number) => ({
  toSlider: (value: number) => clamp(Math.round((SLIDER_END * (value - least)) / (most - least))),
  fromSlider: (place: number) => roundToStep(least + ((most - least) * place) / SLIDER_END, step),
});

const clamp = (place: number) => Math.min(SLIDER_END, Math.max(0, place));

function roundToStep(value: number, step: number): number {
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return Number((Math.round(value / step) * step).toFixed(digits));
}

/** k on a logarithmic slider: 0 is off, then 1 up to the whole vocabulary. */
function countScale(size: number) {
  const span = Math.log(Math.max(2, size));
  return {
    toSlider: (k: number) => (k < 1 ? 0 : clamp(1 + Math.round(((SLIDER_END - 1) * Math.log(k)) / span))),
    fromSlider: (place: number) =>
      place < 1 ? 0 : Math.min(size, Math.max(1, Math.round(Math.exp((span * (place - 1)) / (SLIDER_END - 1))))),
  };
}

/** The laboratory's sliders for a vocabulary of this size. */
export function sliderScales(size: number): SliderScale[] {
  return [
    {
      field: 'temperature',
      label: l10n.t('temperature'),
      meaning: l10n.t('divides the logits: below 1 sharper, above 1 flatter, 0 only the highest'),
      min: 0,
      max: 100,
      step: 0.01,
      ...linearScale(0, 3, 0.01),
    },
    {
      field: 'topK',
      label: l10n.t('top-k'),
      meaning: l10n.t('keeps the k most probable; 0 is off'),
      min: 0,
      max: size,
      step: 1,
      ...countScale(size),
    },
    {
      field: 'topP',
      label: l10n.t('top-p'),
      meaning: l10n.t('keeps the fewest tokens that hold this share; 1 is off'),
      min: 0,
      max: 1,
      step: 0.01,
      ...linearScale(0, 1, 0.01),
    },
    {
      field: 'minP',
      label: l10n.t('min-p'),
      meaning: l10n.t('keeps what has this share of the highest probability; 0 is off'),
      min: 0,
      max: 1,
      step: 0.01,
      ...linearScale(0, 1, 0.01),
    },
    {
      field: 'typicalP',
      label: l10n.t('typical-p'),
      meaning: l10n.t('keeps what is as surprising as expected, up to this share; 1 is off'),
      min: 0.01,
      max: 1,
      step: 0.01,
      ...linearScale(0.01, 1, 0.01),
    },
    {
      field: 'repetitionPenalty',
      label: l10n.t('repetition penalty'),
      meaning: l10n.t('of tokens already there divides positive logits and multiplies negative ones; 1 is off'),
      min: 0.01,
      max: 100,
      step: 0.01,
      ...linearScale(1, 2, 0.01),
    },
  ];
}
