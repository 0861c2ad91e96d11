import * as vscode from 'vscode';
import { describeConfig } from '../../../decoding/config/describe.js';
import type { DecodingRun, FromDecodingWebview } from '../../../protocol/webviews/index.js';
import { showInformationMessage, showModalMessage } from '../../core/messages.js';
import { userNumber } from '../../core/userNumber.js';
import { numberFormat } from '../../../text/numbers.js';
import { joinList } from '../../../wording/index.js';
import { saveFile } from '../../core/saveFile.js';
import type { Services } from '../../core/services.js';
import type { DecodingSession } from './decodingSession.js';
import type { Comparison } from './export/comparison.js';
import { parsedJson } from './export/decodingFile.js';
import {
  generationConfigJson,
  isGenerationConfig,
  readGenerationConfig,
  type ReadConfig,
} from './export/generationConfigFile.js';
import { comparisonHtml } from './export/html.js';
import { comparisonMarkdown } from './export/markdown.js';
import { exportNumbers } from './export/numbers.js';
import { readRecipes, recipeJson } from './export/recipeFile.js';
import { buildComparison } from './export/report.js';
import { readSession, SESSION_ENDING, sessionJson } from './export/sessionFile.js';
import { openFile } from './openFile.js';
import { recipesOf, type Recipe } from './recipes.js';

export type ComparisonFormat = Extract<FromDecodingWebview, { type: 'export' }>['format'];

/** Recipes are some kilobytes, and what a hundred runs wrote some megabytes; what is larger is another file. */
const MOST_BYTES = { recipes: 1_000_000, session: 64_000_000 };

/** @throws GlassboxError where a text holds neither recipes nor a generation_config.json */
function readImport(text: string): { recipes: Recipe[] } | ReadConfig {
  const file = parsedJson(text, 'These are no recipes');
  return isGenerationConfig(file) ? readGenerationConfig(file) : { recipes: readRecipes(text) };
}

/** What of the comparison leaves as a file, and comes back from one. */
export class DecodingFiles {
  readonly #services: Services;
  readonly #session: DecodingSession;

  constructor(services: Services, session: DecodingSession) {
    this.#services = services;
    this.#session = session;
  }

  /** Replaces the list by a file's recipes, or adds the one of a generation_config.json. @returns whether it did */
  async importRecipes(): Promise<boolean> {
    const found = await openFile(this.#services, {
      title: vscode.l10n.t('Import Recipes'),
      ...{ ending: 'json', kind: 'JSON', most: MOST_BYTES.recipes, read: readImport },
    });
    if (!found) return false;
    if ('recipes' in found) this.#session.dispatch({ type: 'setRecipes', recipes: found.recipes });
    else {
      const { decoding, maxNewTokens, left } = found;
      if (maxNewTokens !== null) this.#session.dispatch({ type: 'length', maxNewTokens });
      this.#session.dispatch({ type: 'add', decoding });
      if (left.length > 0)
        void showInformationMessage(vscode.l10n.t('Without a counterpart here: {0}', joinList(left)));
    }
    return true;
  }

  /** Opens a session in place of the comparison. @returns whether it did */
  async openSession(): Promise<boolean> {
    const session = await openFile(this.#services, {
      title: vscode.l10n.t('Open Session'),
      ...{
        ending: SESSION_ENDING,
        kind: vscode.l10n.t('Decoding session'),
        most: MOST_BYTES.session,
        read: readSession,
      },
    });
    if (!session || !(await this.#agreesToReplace())) return false;
    this.#session.dispatch({ type: 'opened', session });
    return true;
  }

  /** Whether the texts in the view may go; nobody is asked where there are none. */
  async #agreesToReplace(): Promise<boolean> {
    if (!this.#session.state.runs.some(({ sequences }) => sequences.length > 0)) return true;
    const open = vscode.l10n.t('Open');
    const message = vscode.l10n.t('The session takes the place of the comparison in the view, with all its texts.');
    return (await showModalMessage(message, open)) === open;
  }

  /** Saves prompt, settings, recipes, branches and texts in one file. @returns whether it was saved */
  async saveSession(): Promise<boolean> {
    const text = sessionJson(this.#session.whole);
    const ask = (defaultUri: vscode.Uri) =>
      // Of an ending in two parts a dialogue that VS Code draws itself sees the last only, and would add it again.
      vscode.window.showSaveDialog({ defaultUri, filters: { [vscode.l10n.t('Decoding session')]: ['json'] } });
    return (await saveFile('comparison', SESSION_ENDING, text, ask)) !== null;
  }

  /** Saves a recipe for Hugging Face. @returns whether it was saved */
  async saveConfig(id: number): Promise<boolean> {
    const { runs, maxNewTokens } = this.#session.state;
    const run = runs.find((one) => one.id === id);
    if (!run) return false;
    const { text, left } = generationConfigJson(run.decoding, maxNewTokens);
    if ((await saveFile('generation_config', 'json', text)) === null) return false;
    if (left.length > 0) {
      void showInformationMessage(vscode.l10n.t('Without a counterpart in Hugging Face’s: {0}', joinList(left)));
    }
    return true;
  }

  /** Saves the set of recipes, or the whole comparison. @returns whether it was saved */
  async exportAs(format: ComparisonFormat): Promise<boolean> {
    const ending = format === 'markdown' ? 'md' : format;
    return (await saveFile('decoding', ending, this.#file(format))) !== null;
  }

  #file(format: ComparisonFormat): string {
    switch (format) {
      case 'json':
        return recipeJson(recipesOf(this.#session.state.runs));
      case 'markdown':
        return comparisonMarkdown(this.#comparison(), exportNumbers(vscode.env.language));
      case 'html':
        return comparisonHtml(this.#comparison(), exportNumbers(vscode.env.language));
    }
  }

  #comparison(): Comparison {
    const { shown, made } = this.#session.whole;
    const number = numberFormat(vscode.env.language, { useGrouping: false });
    const date = new Date().toLocaleString(vscode.env.language, { dateStyle: 'long', timeStyle: 'short' });
    const title = ({ decoding }: DecodingRun) => describeConfig(decoding, number);
    return buildComparison(shown, made, date, { title, number: userNumber() });
  }
}
