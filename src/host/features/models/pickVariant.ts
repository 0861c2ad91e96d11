import * as vscode from 'vscode';
import type { AssessValue } from '../../../protocol/engine/index.js';
import type { HubModel, Variant } from '../../../hub/index.js';
import { errorDetail, joinList, languageName } from '../../../wording/index.js';
import { userNumber } from '../../core/userNumber.js';
import { assess } from './assess.js';
import { sizeOf } from './figures.js';
import { modelPage } from './hubCommands.js';
import type { Models } from './models.js';
import { pickLater, type LaterRow } from './pickLater.js';
import { precisionName } from './precisionName.js';
import { allTasks } from './taskTexts.js';

/** What was chosen: a form of the model, its page, or to set a token. */
export type VariantChoice = Variant | 'page' | 'token';

type Row = LaterRow & { choice?: VariantChoice };

const icon = (name: string) => ({ iconPath: new vscode.ThemeIcon(name) });

function formName({ form, name, precision }: Variant): string {
  const format = form === 'onnx' ? 'ONNX' : 'safetensors';
  return vscode.l10n.t('{0}, {1}', precisionName(precision, name), format);
}

/** What is known of a form before anything of it is here. */
function assessmentText({ tasks, maxLength, memory }: AssessValue): string {
  return [
    vscode.l10n.t('needs about {0} of memory', sizeOf(memory)),
    ...(maxLength === null ? [] : [vscode.l10n.t('{0} tokens', userNumber()(maxLength))]),
    joinList(allTasks(tasks)),
  ].join(' · ');
}

function variantRow(variant: Variant, known: AssessValue | null | undefined): Row {
  const label = formName(variant);
  const description = sizeOf(variant.bytes);
  if (known === null) return { label, description, choice: variant, ...icon('cloud-download') };
  if (known === undefined) {
    return { label, description, choice: variant, ...icon('cloud-download'), detail: vscode.l10n.t('looks what it needs …') };
  }
  const { refusal } = known;
  if (refusal === null) {
    return { label, description, choice: variant, ...icon('cloud-download'), detail: assessmentText(known) };
  }
  const why = refusal.details ? errorDetail(refusal.details, userNumber()) : refusal.message;
  return { label, description, detail: why, isInert: true, ...icon('error') };
}

function gatedRows({ endpoint }: HubModel): Row[] {
  const { host } = new URL(endpoint);
  return [
    {
      label: vscode.l10n.t('Its owner gives access on request'),
      detail: vscode.l10n.t('Accept the conditions on its page on {0} first; this opens the page.', host),
      ...icon('lock'),
      choice: 'page',
    },
    {
      label: vscode.l10n.t('Set Hub Token…'),
      detail: vscode.l10n.t('The token says to {0} who you are. It stays in the keychain of your system.', host),
      ...icon('key'),
      choice: 'token',
    },
  ];
}

/** Licence, languages and origin, in a line. */
function aboutText({ card, endpoint, commit }: HubModel): string {
  const { licence, languages } = card;
  const names = languages.slice(0, 4).map((one) => languageName(one, vscode.env.language));
  return [
    licence === null ? vscode.l10n.t('its card names no licence') : vscode.l10n.t('licence: {0}', licence),
    ...(names.length > 0 ? [joinList(languages.length > names.length ? [...names, '…'] : names)] : []),
    vscode.l10n.t('{0} on {1}', commit.slice(0, 12), new URL(endpoint).host),
  ].join(' · ');
}

/**
 * Asks a hub what there is of a model, and the user which form is wanted. What cannot run here says why, before anything is
 * downloaded.
 * @returns undefined where the user left. @throws what `ask` throws
 */
export async function pickVariant(
  models: Models,
  id: string,
  ask: (signal: AbortSignal) => Promise<HubModel>,
): Promise<VariantChoice | undefined> {
  const title = vscode.l10n.t('Install {0}', id);
  const placeHolder = vscode.l10n.t('Asking the hub …');
  let page: string | null = null;
  const openPage = {
    iconPath: new vscode.ThemeIcon('link-external'),
    tooltip: vscode.l10n.t('Open Model Page'),
    run: () => page !== null && void vscode.env.openExternal(vscode.Uri.parse(page)),
  };
  const row = await pickLater<Row>({ title, placeHolder, buttons: [openPage] }, async (show, signal) => {
    const model = await ask(signal);
    page = modelPage(model);
    const needsAccess = model.gated && model.config === null;
    const known = new Map<Variant, AssessValue | null>();
    const draw = () => {
      const rows = model.variants.map((variant) => variantRow(variant, known.get(variant)));
      const none: Row = {
        label: vscode.l10n.t('There are no weights of it that are read: safetensors of a known family, or ONNX.'),
        isInert: true,
        ...icon('error'),
      };
      show([...(needsAccess ? gatedRows(model) : []), ...(rows.length > 0 ? rows : [none])], aboutText(model));
    };
    draw();
    for (const variant of model.variants) {
      // Without an engine it is installed as it is, and told when it is used.
      known.set(variant, await assess(models.services.engine, model, variant, signal).catch(() => null));
      if (signal.aborted) return;
      draw();
    }
  });
  return row?.choice;
}
