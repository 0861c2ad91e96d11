import type * as vscode from 'vscode';
import type { Services } from '../../core/services.js';
import { decodingViews } from './decodingView.js';

/** The commands of the Decoding view, which is registered with them. */
export function decodingCommands(services: Services, context: vscode.ExtensionContext) {
  const views = decodingViews(services, context);
  return {
    openDecoding: () => views.open(),
    openDecodingWide: () => Promise.resolve(views.openWide()),
    runDecoding: () => views.run(),
    stopDecoding: () => views.stop(),
    openDecodingSession: () => views.openSession(),
    saveDecodingSession: () => views.saveSession(),
    importDecoding: () => views.importRecipes(),
    exportDecoding: () => views.exportRecipes(),
  };
}
