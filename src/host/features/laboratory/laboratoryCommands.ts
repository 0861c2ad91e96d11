import type * as vscode from 'vscode';
import type { Services } from '../../core/services.js';
import { laboratoryViews } from './laboratoryViews.js';

/** The commands of the Laboratory view, which is registered with them. */
export function laboratoryCommands(services: Services, context: vscode.ExtensionContext) {
  const views = laboratoryViews(services, context);
  return {
    openLaboratory: (opening?: unknown) => views.open(opening),
    openLaboratoryWide: () => views.openWide(null),
  };
}
