import type * as vscode from 'vscode';
import type { Services } from '../../core/services.js';
import { lazyViews } from '../../webviews/lazyViews.js';
import type { DecodingViews } from './decodingView.js';

/** The view's id in package.json, and the type of the editor tab, by which the editor finds it again after a reload. */
const DECODING_VIEW = 'glassbox.decoding';

/** The commands of the Decoding view, which is registered with them. */
export function decodingCommands(services: Services, context: vscode.ExtensionContext) {
  const views = lazyViews(DECODING_VIEW, context, async () => {
    const { DecodingViews } = await import('./decodingView.js');
    return new DecodingViews(DECODING_VIEW, services, context);
  });
  const run = (work: (views: DecodingViews) => Promise<void> | void) => async () => work(await views());
  return {
    openDecoding: run((all) => all.open()),
    openDecodingWide: run((all) => all.openWide()),
    runDecoding: run((all) => all.run()),
    stopDecoding: run((all) => all.stop()),
    openDecodingSession: run((all) => all.openSession()),
    saveDecodingSession: run((all) => all.saveSession()),
    importDecoding: run((all) => all.importRecipes()),
    exportDecoding: run((all) => all.exportRecipes()),
  };
}
