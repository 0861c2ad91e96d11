// @vitest-environment happy-dom
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { pageHtml } from '../../src/host/webviews/html.js';

const parsed = (source: string) => new DOMParser().parseFromString(source, 'text/html');

const page = {
  title: 'A <title> & "more"',
  language: 'en',
  texts: undefined,
  root: 'explain',
  script: 'https://x/explain.js',
  style: 'https://x/explain.css',
  nonce: 'abc',
};

describe('the page’s document', () => {
  const document = pageHtml(page);

  it('lets nothing in but its one script and style sheet', () => {
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(document)?.[1];
    expect(policy).toBe("default-src 'none'; script-src 'nonce-abc'; style-src 'nonce-abc'");
    expect(document.match(/<script/g)).toHaveLength(1);
    expect(document.match(/<link/g)).toHaveLength(1);
    expect(document).not.toMatch(/<style|style=|\son\w+=/);
  });

  it('lets a page draw pictures of its own where it says so', () => {
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(pageHtml({ ...page, pictures: true }))?.[1];
    expect(policy).toBe("default-src 'none'; script-src 'nonce-abc'; style-src 'nonce-abc'; img-src data: blob:");
  });

  it('carries the texts of the user’s language, which are none in English', () => {
    const texts = { Copied: '已复制', 'What “{0}” reads <most>': '"{0}" 最关注的 & 其他' };
    const { dataset } = parsed(pageHtml({ ...page, texts, style: '' })).getElementById('explain')!;
    expect(JSON.parse(dataset.l10n!)).toEqual(texts);
    expect(document).not.toContain('l10n');
  });

  it('escapes what is put in', () => {
    expect(document).toContain('<title>A &lt;title&gt; &amp; &quot;more&quot;</title>');
  });
});

describe('the sources of views', () => {
  const folder = path.resolve(import.meta.dirname, '../../webview-ui');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');

  it('put no text in as markup and set no style attribute, which the policy forbids', () => {
    for (const file of files.filter((name) => /\.tsx?$/.test(name)))
      expect(read(file), file).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|'style',|eval\(/);
  });

  it('take every colour from the theme', () => {
    for (const file of files.filter((name) => name.endsWith('.css')))
      expect(read(file), file).not.toMatch(/#[0-9a-f]{3,8}\b|rgba?\(|hsl/i);
  });
});
