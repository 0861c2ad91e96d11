import * as vscode from 'vscode';

/**
 * What numbers of a model are stored in, for people.
 * @param variant the name of its form, where the precision is not all
 */
export function precisionName(precision: string, variant?: string): string {
  switch (precision) {
    case 'fp32':
      return vscode.l10n.t('32 bit');
    case 'fp16':
      return vscode.l10n.t('16 bit');
    case 'bf16':
      return vscode.l10n.t('16 bit (bfloat16)');
    case 'int8':
      return vscode.l10n.t('8 bit');
    case 'q4':
      return vscode.l10n.t('4 bit');
    case 'q4f16':
      return vscode.l10n.t('4 and 16 bit');
    default:
      return variant ?? vscode.l10n.t('several kinds');
  }
}
