import * as l10n from '@vscode/l10n';
import type { AnatomyValue, WeightPart } from '../../../../src/protocol/engine/index.js';
import type { Bench, LabInput, Role } from '../../model/experiment.js';

/** Any model: its graph and configuration are read, nothing of it runs. */
export const ANY: Role = {
  id: 'any',
  label: () => l10n.t('Model'),
  can: ({ tasks }) => tasks.includes('tokens'),
  prefer: ['bert-mini'],
};

/** A model's build and the length of a text in its tokens. */
export interface Built {
  anatomy: AnatomyValue;
  tokens: number;
  /** tokens that differ: so many rows of the table of words are read */
  distinct: number;
}

/** Asks for both. */
export async function builtOf(bench: Bench, { text, models }: LabInput): Promise<Built | null> {
  const model = models.any;
  if (!model) return null;
  const anatomy = await bench.ask('anatomy', { model: model.id });
  const { tokens } = await bench.ask('tokens', { model: model.id, text });
  return { anatomy, tokens: tokens.length, distinct: new Set(tokens.map(({ id }) => id)).size };
}

/** What a part of the weights is called. */
export function partName(part: WeightPart): string {
  switch (part) {
    case 'words':
      return l10n.t('table of words');
    case 'positions':
      return l10n.t('positions');
    case 'segments':
      return l10n.t('segments');
    case 'projection':
      return l10n.t('projection of the words');
    case 'attention':
      return l10n.t('self-attention');
    case 'crossAttention':
      return l10n.t('cross-attention');
    case 'feedForward':
      return l10n.t('feed-forward');
    case 'norms':
      return l10n.t('norms');
    case 'pooler':
      return l10n.t('pooler');
    case 'head':
      return l10n.t('output head');
    case 'other':
      return l10n.t('others');
  }
}

/** What a side of a model is called. */
export const sideName = (side: 'encoder' | 'decoder'): string =>
  side === 'encoder' ? l10n.t('encoder') : l10n.t('decoder');

/** Parameters, as counted in the files where these tell, else by the configuration. */
export const countOf = ({ counted, formula }: { counted: number | null; formula: number | null }): number =>
  counted ?? formula ?? 0;
