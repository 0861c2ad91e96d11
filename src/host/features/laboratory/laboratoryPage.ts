import * as v from 'valibot';
import * as vscode from 'vscode';
import type { Params } from '../../../protocol/engine/index.js';
import {
  fromLaboratoryWebviewSchema,
  laboratoryRequestSchema,
  type FromLaboratoryWebview,
  type LaboratoryContract,
  type LaboratoryEntrance,
  type LaboratoryMethod,
  type LaboratoryOpening,
  type LaboratoryRequest,
  type LaboratoryText,
  type ToLaboratoryWebview,
} from '../../../protocol/webviews/index.js';
import { commandIds } from '../../core/commandIds.js';
import { saveFile } from '../../core/saveFile.js';
import type { Services } from '../../core/services.js';
import { ActiveEditorText } from '../../editor/activeEditorText.js';
import { openBeside } from '../../editor/openBeside.js';
import { WebviewPage, type RequestContext } from '../../webviews/webviewPage.js';
import type { LearningRuns } from './learningRuns.js';

/** How a page stands in the window. */
interface LaboratoryPlace {
  wide: boolean;
  /** what it is opened with */
  opening: Partial<LaboratoryOpening> | null;
  openWide: (opening: LaboratoryOpening) => void;
  learning: LearningRuns;
}

/** So much of an editor's lines is taken, in UTF-16 units: what a page keeps, and more than tiny models learn in a minute. */
const MOST_CHARACTERS = 100_000;

/** Where something is put, and what is taken off the disk, is not for a page to say. */
const NOT_OF_PAGES: readonly string[] = ['folder', 'run', 'job', 'copies'];

function withoutPlaces(params: LaboratoryRequest['params']): LaboratoryRequest['params'] {
  return Object.fromEntries(Object.entries(params).filter(([name]) => !NOT_OF_PAGES.includes(name)));
}

const openingSchema = v.object({ experiment: v.string(), part: v.string(), text: v.string() });

/** What a link or another view asks for; anything else opens the laboratory as it is. */
export function openingFrom(argument: unknown): Partial<LaboratoryOpening> {
  const checked = v.safeParse(v.partial(openingSchema), argument ?? {});
  return checked.success ? (checked.output as Partial<LaboratoryOpening>) : {};
}

/** One page of the Laboratory: gives it text and models, asks the engine for it, and writes its files. */
export class LaboratoryPage implements vscode.Disposable {
  readonly #page: WebviewPage<LaboratoryContract>;
  readonly #text = new ActiveEditorText();
  #opening: Partial<LaboratoryOpening> | null;

  constructor(
    webview: vscode.Webview,
    extensionUri: vscode.Uri,
    private readonly services: Services,
    private readonly place: LaboratoryPlace,
  ) {
    this.#opening = place.opening;
    const definition = {
      name: 'laboratory',
      title: vscode.l10n.t('Laboratory'),
      pictures: true,
      messages: fromLaboratoryWebviewSchema,
      requests: { engine: laboratoryRequestSchema },
    };
    this.#page = new WebviewPage<LaboratoryContract>(webview, extensionUri, services, definition, {
      ready: () => this.#show(),
      receive: (message) => this.#receive(message),
      requests: { engine: (request, context) => this.#ask(request, context) },
    });
  }

  /** Opens an experiment, with the text of the editor where none is named. */
  open(opening: Partial<LaboratoryOpening>): void {
    this.#page.send({ type: 'open', opening: this.#entrance(opening) });
  }

  dispose(): void {
    vscode.Disposable.from(this.#page, this.#text).dispose();
  }

  async #show(): Promise<void> {
    // The page stands without models, too; asked again, the list is fetched again.
    const models = await this.services.engine.call('models', {}, { priority: 'visible' }).catch((error: unknown) => {
      this.services.report(error, () => void this.#show());
      return [];
    });
    const opening = this.#opening && this.#entrance(this.#opening);
    this.#opening = null;
    const { language, shell } = vscode.env;
    this.#page.send({ type: 'show', models, language, shell, wide: this.place.wide, opening });
  }

  async #receive(message: FromLaboratoryWebview): Promise<void> {
    switch (message.type) {
      case 'take':
        return this.#page.send(this.#taken(message.kind));
      case 'link':
        return openLink(message);
      case 'run':
        return this.#run(message);
      case 'wide':
        return this.place.openWide(message.opening);
      case 'save': {
        const saved = await saveFile(message.name, message.format, message.content);
        if (saved !== null) this.#page.send({ type: 'saved', name: saved });
        return;
      }
      case 'copy':
        await vscode.env.clipboard.writeText(message.text);
        return this.#page.send({ type: 'copied' });
      case 'keep':
        if (await this.place.learning.keep(withoutPlaces(message.params) as Params<'pretrain'>)) await this.#show();
        return;
    }
  }

  #ask(
    { method, params, resumes }: LaboratoryRequest,
    context: RequestContext<LaboratoryContract['requests']['engine']['progress']>,
  ): Promise<LaboratoryContract['requests']['engine']['result']> {
    // The engine checks the parameters, as it does for everyone.
    const asked = withoutPlaces(params);
    if (method === 'pretrain' || method === 'train') {
      return this.place.learning.follow(method, asked as Params<typeof method>, context, resumes === true);
    }
    const { signal, onProgress } = context;
    const checked = asked as Params<LaboratoryMethod>;
    return this.services.engine.call(method, checked, { priority: 'visible', onProgress }, signal);
  }

  /** The command's own editor is the active one again: the page has it now. */
  async #run({ command, text }: Extract<FromLaboratoryWebview, { type: 'run' }>): Promise<void> {
    const { editor } = this.#text;
    if (text !== undefined && text !== editor?.document.getText().trim()) {
      await openBeside(text, 'plaintext');
    } else if (editor) {
      const { document, viewColumn, selection } = editor;
      await vscode.window.showTextDocument(document, { ...(viewColumn && { viewColumn }), selection });
    }
    await vscode.commands.executeCommand(commandIds[command]);
  }

  #taken(kind: LaboratoryText): ToLaboratoryWebview {
    if (kind === 'sentence') return { type: 'text', text: this.#editorText(), kind, cut: false };
    const found = this.#text.whole(MOST_CHARACTERS);
    const text = found === null || found.text === '' ? null : found.text;
    return { type: 'text', text, kind, cut: found?.isCut ?? false };
  }

  #entrance(opening: Partial<LaboratoryOpening>): LaboratoryEntrance {
    const sentence = opening.text === undefined ? this.#editorText() : null;
    return { ...opening, ...(sentence !== null && { sentence }) };
  }

  #editorText(): string | null {
    const found = this.#text.sentence()?.text ?? '';
    return found === '' ? null : found;
  }
}

/** Leads to another part of the house. */
async function openLink({ to, text }: Extract<FromLaboratoryWebview, { type: 'link' }>): Promise<void> {
  switch (to) {
    case 'decoding':
      await vscode.commands.executeCommand(commandIds.openDecoding);
      return;
    case 'architectures':
      await vscode.commands.executeCommand(commandIds.showAttention, {
        view: { view: 'architectures' },
        ...(text !== '' && { text: { text, label: vscode.l10n.t('Laboratory') } }),
      });
      return;
    case 'surprise':
      await vscode.commands.executeCommand(commandIds.showSurprise);
      return;
    case 'sentences':
      await vscode.commands.executeCommand(commandIds.compareSentences);
      return;
    case 'models':
      await vscode.commands.executeCommand(commandIds.installModel);
      return;
  }
}
