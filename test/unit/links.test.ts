/* The pages about the project lead to each other: what a link names is there, and so is the heading. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'api/README.md',
  ...readdirSync(path.join(root, 'docs')).map((name) => `docs/${name}`),
];

/** A heading as links name it: small letters, hyphens for spaces, signs left out. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
const anchorsOf = (file: string) =>
  [...readFileSync(file, 'utf8').matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

it.each(pages)('%s has links that lead somewhere', (page) => {
  const file = path.join(root, page);
  for (const [, link = ''] of readFileSync(file, 'utf8').matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z]+:/.test(link) || /^[A-Z]+$/.test(link)) continue;
    const [to = '', anchor] = link.split('#');
    const target = to === '' ? file : path.resolve(path.dirname(file), to);
    expect(existsSync(target), `${page}: ${link}`).toBe(true);
    if (anchor !== undefined) expect(anchorsOf(target), `${page}: ${link}`).toContain(anchor);
  }
});

it('README.md leads to each page of docs', () => {
  const text = readFileSync(path.join(root, 'README.md'), 'utf8');
  for (const name of readdirSync(path.join(root, 'docs'))) expect(text).toContain(`](docs/${name}`);
});
