import type * as vscode from 'vscode';
import type { Services } from '../../core/services.js';
import { lazyViews } from '../../webviews/lazyViews.js';

/** The view's id in package.json, and the type of the editor tab, by which the editor finds it again after a reload. */
const LABORATORY_VIEW = 'glassbox.laboratory';

/** The commands of the Laboratory view, which is registered with them. */
export function laboratoryCommands(services: Services, context: vscode.ExtensionContext) {
  const views = lazyViews(LABORATORY_VIEW, context, async () => {
    const { LaboratoryViews } = await import('./laboratoryViews.js');
    return new LaboratoryViews(LABORATORY_VIEW, services, context);
  });
  return {
    openLaboratory: async (opening?: unknown) => (await views()).open(opening),
    openLaboratoryWide: async () => (await views()).openWide(null),
  };
}
