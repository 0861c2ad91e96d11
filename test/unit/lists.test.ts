/* What is a folder or a file and a line in a list has its line: forgotten, it would be nowhere, and nothing would say so. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ATTENTION_METHODS, LABORATORY_METHODS } from '../../src/protocol/webviews/index.js';
import { METHOD_NAMES } from '../../src/protocol/engine/index.js';
import { EXPERIMENTS } from '../../webview-ui/decoding/laboratory/experiments/index.js';
import { EXPERIMENTS as LABORATORY } from '../../webview-ui/laboratory/experiments/index.js';

const root = path.resolve(import.meta.dirname, '../..');
const read = (...parts: string[]) => readFileSync(path.join(root, ...parts), 'utf8');
const folders = (...parts: string[]) =>
  readdirSync(path.join(root, ...parts), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

describe('a page', () => {
  // The kit is what pages are made of.
  const pages = folders('webview-ui').filter((name) => name !== 'kit');

  it.each(pages)('%s has what the build looks for, its style sheet and scenes in the gallery', (name) => {
    const main = path.join('webview-ui', name, 'main.ts');
    expect(existsSync(path.join(root, main)), `${main}: the bundle begins there`).toBe(true);
    expect(read(main), `${main} imports its style sheet`).toMatch(/^import '\.\/.*\.css';$/m);
    expect(read('test/views/gallery/scenes.mjs')).toContain(`name: '${name}'`);
  });

  it.each(pages)('%s is opened by a panel that names it', (name) => {
    const files = readdirSync(path.join(root, 'src/host/features'), { recursive: true, encoding: 'utf8' });
    const named = files.some(
      (file) => file.endsWith('.ts') && new RegExp(`\\bname: '${name}'`).test(read('src/host/features', file)),
    );
    expect(named).toBe(true);
  });
});

describe('an experiment of the laboratory', () => {
  it('is in the list with its folder, and has ids of its own', () => {
    const index = read('webview-ui/laboratory/experiments/index.ts');
    for (const name of folders('webview-ui/laboratory/experiments')) {
      expect(index, name).toContain(`'./${name}/${name}.js'`);
    }
    expect(LABORATORY).toHaveLength(folders('webview-ui/laboratory/experiments').length);
    for (const ids of [LABORATORY.map(({ id }) => id), ...LABORATORY.map(({ parts }) => parts.map(({ id }) => id))]) {
      expect(new Set(ids).size).toBe(ids.length);
      // The page that says why has this name.
      expect(ids).not.toContain('why');
    }
  });

  it('has a scene in the gallery for each measurement', () => {
    const scenes = read('test/views/gallery/scenes.mjs');
    for (const { id, parts } of LABORATORY) {
      for (const part of parts) expect(scenes).toContain(`'show=${id}.${part.id}'`);
    }
  });
});

describe('a tab of the laboratory of distributions', () => {
  it('is in the list with its folder, and has an id of its own', () => {
    const index = read('webview-ui/decoding/laboratory/experiments/index.ts');
    for (const name of folders('webview-ui/decoding/laboratory/experiments')) {
      expect(index, name).toContain(`'./${name}/${name}.js'`);
    }
    const ids = EXPERIMENTS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    // The laboratory keeps these under names of its own.
    expect(ids).not.toContain('source');
    expect(ids).not.toContain('settings');
  });
});

describe('a source of models', () => {
  const files = readdirSync(path.join(root, 'src/engine/models/sources')).filter((file) => file !== 'modelSource.ts');

  it.each(files)('%s is in the registry', (file) => {
    expect(read('src/engine/models/registry.ts')).toContain(`'./sources/${file.replace(/\.ts$/, '.js')}'`);
  });
});

describe('a method', () => {
  it('that a page may ask is one', () => {
    for (const method of [...ATTENTION_METHODS, ...LABORATORY_METHODS]) expect(METHOD_NAMES).toContain(method);
  });

  it.each(METHOD_NAMES)('%s is called in a test of the engine', (method) => {
    const files = readdirSync(path.join(root, 'test/model'), { recursive: true, encoding: 'utf8' });
    const called = files.some((file) => file.endsWith('.ts') && read('test/model', file).includes(`'${method}'`));
    expect(called).toBe(true);
  });
});
