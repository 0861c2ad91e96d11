import * as l10n from '@vscode/l10n';
import type { DecodingRun } from '../../../src/protocol/webviews/index.js';
import { html } from '../../kit/dom.js';
import type { DecodingPage } from '../model/decodingPage.js';
import { runName, runNumber } from '../model/runs.js';

/** Puts a field in the place of a card's heading: Enter keeps the name, Escape the old one, nothing the parameters'. */
export function renameField(page: DecodingPage, run: DecodingRun, heading: HTMLElement): void {
  const label = l10n.t('Name of run {0}', String(runNumber(page, run.id)));
  let over = false;
  const end = (keep: boolean) => {
    if (over) return;
    over = true;
    const name = field.value.trim();
    if (keep && name !== runName(page, run))
      page.send({ type: 'rename', run: run.id, name: name === '' ? null : name });
    field.replaceWith(heading);
  };
  const field = html('input.name', {
    attributes: { type: 'text', 'aria-label': label, value: runName(page, run), maxlength: 120 },
    on: {
      blur: () => end(true),
      keydown: (event) => {
        const { key, isComposing } = event as KeyboardEvent;
        if (isComposing || (key !== 'Enter' && key !== 'Escape')) return;
        event.stopPropagation();
        const card = field.closest<HTMLElement>('.card');
        end(key === 'Enter');
        card?.focus();
      },
    },
  }) as HTMLInputElement;
  heading.replaceWith(field);
  field.focus();
  field.select();
}
