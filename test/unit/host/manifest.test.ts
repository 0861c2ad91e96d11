import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandIds, keyCommandIds } from '../../../src/host/core/commandIds.js';
import { missingOfStrategySetting } from './strategySetting.js';
import { TUTORIAL_STEPS } from '../../../src/host/features/tutorial/tutorialSteps.js';
import { restrictedSettings, SECTION, settingTable, type SettingKey } from '../../../src/host/core/settingTable.js';

const root = path.resolve(import.meta.dirname, '../../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

/** The languages of the interface beside English. */
const LANGUAGES = [
  ...new Set(
    ['', 'l10n'].flatMap((folder) =>
      readdirSync(path.join(root, folder)).flatMap(
        (file) => /^(?:bundle\.l10n|package\.nls)\.(.+)\.json$/.exec(file)?.[1] ?? [],
      ),
    ),
  ),
];

/** Chinese has its own characters; elsewhere a single word may be the same. */
const isTranslated = (language: string, text: string, english: string) =>
  language.startsWith('zh') ? /\p{Script=Han}/u.test(text) : text !== english || !/\p{L} \p{L}/u.test(english);

interface Property {
  type: string;
  default: unknown;
  minimum?: number;
  maximum?: number;
  enum?: string[];
  scope: string;
  markdownDescription: string;
}

interface Manifest {
  activationEvents: string[];
  capabilities: { untrustedWorkspaces: { supported: string; restrictedConfigurations: string[] } };
  contributes: {
    commands: { command: string }[];
    menus: Record<string, { command?: string }[]>;
    keybindings: { command: string; key: string }[];
    configuration: { properties: Record<string, Property> }[];
    walkthroughs: { id: string; steps: { id: string; completionEvents: string[] }[] }[];
  };
}

const manifest = JSON.parse(read('package.json')) as Manifest;
const { contributes } = manifest;
const properties = Object.assign({}, ...contributes.configuration.map((one) => one.properties)) as Record<
  string,
  Property
>;
const ids = new Set<string>(Object.values(commandIds));
const keyIds = new Set<string>(Object.values(keyCommandIds));

describe('commands', () => {
  it('are the same in the table and in package.json', () => {
    expect(contributes.commands.map(({ command }) => command).sort()).toEqual([...ids].sort());
  });

  it('are known where menus and keys name them', () => {
    for (const { command } of Object.values(contributes.menus).flat())
      if (command !== undefined) expect(ids).toContain(command);
    for (const { command } of contributes.keybindings) expect([...ids, ...keyIds]).toContain(command);
  });

  it('have keys of their own', () => {
    const keys = contributes.keybindings.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('start the extension, and so do the texts that have the hover and a panel that comes back after a reload', () => {
    const languages = settingTable['hover.languages'].fallback.map((language) => `onLanguage:${language}`);
    const panels = manifest.activationEvents.filter((event) => event.startsWith('onWebviewPanel:glassbox.'));
    expect(panels).toContain('onWebviewPanel:glassbox.attention');
    expect([...manifest.activationEvents].sort()).toEqual([...languages, ...panels].sort());
  });
});

describe('settings', () => {
  const keys = Object.keys(settingTable) as SettingKey[];

  it('are the same in the table and in package.json', () => {
    expect(Object.keys(properties).sort()).toEqual(keys.map((key) => `${SECTION}.${key}`).sort());
  });

  it.each(keys)('%s has the same default and range', (key) => {
    const property = properties[`${SECTION}.${key}`]!;
    const rule = settingTable[key];
    expect(property.default).toEqual(rule.fallback);
    expect(rule.accepts(property.default)).toBe(true);
    expect(property.scope).not.toBe('');
    if (property.type === 'number' || property.type === 'integer') {
      expect(rule.range).toBe(`${property.minimum} … ${property.maximum}`);
      for (const edge of [property.minimum, property.maximum]) expect(rule.accepts(edge)).toBe(true);
    }
    if (property.minimum !== undefined) expect(rule.accepts(property.minimum - 0.5)).toBe(false);
    if (property.maximum !== undefined) expect(rule.accepts(property.maximum + 0.5)).toBe(false);
    expect(rule.accepts(property.type === 'string' ? 5 : 'five')).toBe(false);
    expect(rule.accepts(null)).toBe(false);
    if (property.type === 'integer') expect(rule.accepts((property.minimum ?? 0) + 0.5)).toBe(false);
    for (const value of property.enum ?? []) expect(rule.accepts(value)).toBe(true);
    if (property.enum !== undefined) expect(rule.range).toBe(property.enum.join(', '));
    if (property.enum !== undefined) expect(rule.accepts('no such value')).toBe(false);
  });

  it('name every strategy', () => {
    expect(missingOfStrategySetting(read)).toEqual([]);
  });

  it('that name models, files or a hub, or let one be loaded, are not taken from an untrusted workspace', () => {
    const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    expect(supported).toBe('limited');
    expect([...restrictedConfigurations].sort()).toEqual(restrictedSettings.map((key) => `${SECTION}.${key}`).sort());
    const restricting = keys.filter((key) =>
      /model$|amateur$|reranker$|folders$|storage$|hub$|glossary$|^hover\.enabled$/i.test(key),
    );
    expect([...restrictedSettings].sort()).toEqual(restricting.sort());
  });

  it('that an untrusted workspace may set are those of which that was thought', () => {
    // No workspace has a say in these.
    const ofMachine = keys.filter((key) => ['machine', 'application'].includes(properties[`${SECTION}.${key}`]!.scope));
    const left = keys.filter((key) => !restrictedSettings.includes(key) && !ofMachine.includes(key));
    expect(left).toEqual([
      'fillMask.candidates',
      'continueText.maxNewTokens',
      'continueText.strategy',
      'continueText.temperature',
      'continueText.topK',
      'continueText.topP',
      'continueText.numBeams',
      'continueText.repetitionPenalty',
      'continueText.penaltyAlpha',
      'continueText.stop',
      'translate.action',
      'translate.numBeams',
      'translation.review',
      'translation.keepNames',
      'translation.typography',
      'findSimilar.results',
      'findSimilar.rerank',
      'findSimilar.maxFileSize',
      'findSimilar.updateOnSave',
      'attention.text',
      'hover.languages',
      'hover.code',
      'hover.layer',
      'hover.head',
      'engine.idleMinutes',
    ] satisfies SettingKey[]);
    // A text among them is one of the setting's own words, so it names nothing.
    for (const key of left) {
      const { type, enum: words } = properties[`${SECTION}.${key}`]!;
      if (type === 'string') expect(words, key).toBeDefined();
    }
  });
});

type Texts = Record<string, string>;

describe('the walkthrough', () => {
  const [walkthrough] = contributes.walkthroughs;
  const events = walkthrough!.steps.flatMap(({ completionEvents }) => completionEvents);

  it('ends its steps with commands and settings that there are', () => {
    for (const event of events) {
      const [kind, name] = event.split(':');
      expect(kind === 'onCommand' ? [...ids] : Object.keys(properties), event).toContain(name);
    }
  });

  it.each(['package.nls.json', ...LANGUAGES.map((language) => `package.nls.${language}.json`)])(
    'has a button that leads on in each step: %s',
    (file) => {
      const texts = JSON.parse(read(file)) as Texts;
      for (const { id } of walkthrough!.steps) {
        const [, command, query] = /\]\(command:([\w.]+)(?:\?([^)]*))?\)/.exec(
          texts[`walkthrough.${id}.description`]!,
        )!;
        const args = query === undefined ? [] : (JSON.parse(decodeURIComponent(query)) as unknown[]);
        if (command === commandIds.openPracticeText) expect(TUTORIAL_STEPS).toContain(args[0]);
        else if (command === 'workbench.action.openSettings') expect(Object.keys(properties)).toContain(args[0]);
        else expect(ids).toContain(command);
      }
    },
  );
});

describe('texts of package.json', () => {
  const english = JSON.parse(read('package.nls.json')) as Texts;
  const used = [...read('package.json').matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key!);

  it('are all there, and no others', () => {
    expect(Object.keys(english).sort()).toEqual([...new Set(used)].sort());
  });

  it.each(LANGUAGES)('are all there in %s, and translated', (language) => {
    const texts = JSON.parse(read(`package.nls.${language}.json`)) as Texts;
    expect(Object.keys(texts).sort()).toEqual(Object.keys(english).sort());
    for (const [key, text] of Object.entries(texts))
      expect(isTranslated(language, text, english[key]!), key).toBe(true);
  });
});

/** Every source that may have texts. */
function sources(): string[] {
  return ['src', 'webview-ui'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => path.join(folder, file)),
  );
}

describe('texts of the sources', () => {
  const bundles = LANGUAGES.map(
    (language) => [language, JSON.parse(read(`l10n/bundle.l10n.${language}.json`)) as Texts] as const,
  );

  it('are found', () => {
    expect(LANGUAGES).toContain('zh-cn');
    for (const [, bundle] of bundles) expect(Object.keys(bundle).length).toBeGreaterThan(50);
  });

  it('are never put together, so that they can be found', () => {
    for (const file of sources()) {
      if (read(file).includes('l10n.t('))
        expect(read(file), file).toMatch(/^import \* as (?:vscode from 'vscode'|l10n from '@vscode\/l10n');$/m);
      expect(read(file), file).not.toMatch(/l10n\.t\((?!\s*'(?:[^'\\\n]|\\.)*'\s*[,)])/);
      expect(read(file), file).not.toMatch(/\{[^}]*\bt\b[^}]*\} = (?:vscode\.)?l10n\b/);
    }
  });

  it('are all in every bundle, and no others', () => {
    expect(execFileSync(process.execPath, [path.join(root, 'scripts/l10n.mjs')], { encoding: 'utf8' })).toBe('');
  });

  it.each(bundles)('keep their placeholders in %s', (_, bundle) => {
    const places = (text: string) => [...text.matchAll(/\{\d\}|\$\([\w-]+\)/g)].map(([place]) => place).sort();
    for (const [english, text] of Object.entries(bundle)) expect(places(text), english).toEqual(places(english));
  });

  it.each(bundles)('are translated in %s', (language, bundle) => {
    for (const [english, text] of Object.entries(bundle)) {
      // Units of bytes are the same in all languages.
      const hasWords = /\p{L}{2}/u.test(english.replace(/\{\d\}|\$\([\w-]+\)|\b[kMG]B\b/g, ''));
      if (hasWords) expect(isTranslated(language, text, english), english).toBe(true);
    }
  });
});
