import * as l10n from '@vscode/l10n';
import type { Precision } from '../protocol/engine/index.js';

/** What a model's weights are served in and why, in a few words. @param number writes a figure as the user reads it */
export function precisionText({ serves, reason, lossBits = 0 }: Precision, number: (value: number) => string): string {
  const loss = number(lossBits);
  if (serves === 'int8') {
    return reason === 'setting'
      ? l10n.t('8 bit: the setting asks for it; predictions move by {0} bits a token', loss)
      : l10n.t('8 bit: a large model is quicker so; predictions move by {0} bits a token', loss);
  }
  switch (reason) {
    case 'setting':
      return l10n.t('fp32: the setting asks for it');
    case 'size':
      return l10n.t('fp32: small enough to be quick as it is');
    case 'pending':
      return l10n.t('fp32: until its weights have been made 8 bit');
    case 'loss':
      return l10n.t('fp32: in 8 bit predictions would move by {0} bits a token', loss);
    case 'kind':
      return l10n.t('fp32: only models that predict tokens are made 8 bit');
  }
}
