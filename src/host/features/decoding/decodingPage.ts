import * as vscode from 'vscode';
import {
  fromDecodingWebviewSchema,
  modelPlaceSchema,
  stepPlaceSchema,
  type DecodingContract,
} from '../../../protocol/webviews/index.js';
import type { Services } from '../../core/services.js';
import { WebviewPage } from '../../webviews/webviewPage.js';
import type { DecodingController, DecodingWebview } from './decodingController.js';

/**
 * Puts the page into a webview and connects it with the comparison, which may still be loading.
 * @returns to be disposed of when the page is gone for good
 */
export function decodingPage(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  services: Services,
  controller: Promise<DecodingController>,
  wide: boolean,
): vscode.Disposable {
  const definition = {
    name: 'decoding',
    title: vscode.l10n.t('Decoding'),
    messages: fromDecodingWebviewSchema,
    requests: { distribution: stepPlaceSchema, divergence: modelPlaceSchema },
  };
  const page = new WebviewPage<DecodingContract>(webview, extensionUri, services, definition, {
    ready: async () => (await controller).show(shown),
    receive: async (message) => (await controller).receive(shown, message),
    requests: {
      distribution: async (place) => (await controller).distribution(place),
      divergence: async (place) => (await controller).divergence(place),
    },
  });
  const shown: DecodingWebview = { wide, send: (message) => page.send(message) };
  const added = controller.then((loaded) => loaded.add(shown));
  const remove = () => void added.then((entry) => void entry.dispose());
  return vscode.Disposable.from({ dispose: remove }, page);
}
