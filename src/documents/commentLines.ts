import type { TextSpan } from '../text/index.js';

/** Lines of a comment that belong together. */
export type Paragraph = readonly TextSpan[];

/** What tools read, by the word it begins with, and what lawyers wrote. */
const TOOLS =
  'eslint|prettier-|ts-|@ts-|tslint|jshint|jslint|globals?\\s|istanbul|c8 |v8 |pylint|flake8|noqa|type:|mypy:|pragma|nolint|go:|' +
  '\\+build|region\\b|endregion\\b|vim?:|ex:|-\\*-|sourceMappingURL|#\\s*sourceMappingURL|@?__PURE__|webpack|<reference|<amd-|' +
  'shellcheck|rubocop|clang-format|clang-tidy|fmt:|isort:|cspell|spell-?checker|codespell|biome-|stylelint|language=|' +
  'encoding[:=]|coding[:=]|hadolint|yamllint|yaml-language-server|renovate:|nosec\\b|nosemgrep|noinspection|' +
  'swiftlint|swift-tools-version|ktlint|detekt|deno-lint|@flow|@jsx|@formatter|@phpstan|phpstan|phpcs|@psalm|luacheck|stylua|' +
  'selene:|ruff:|pyright:|pytype:|cython:|distutils:|ReSharper|NOSONAR|checkstyle[:-]|markdownlint|jscpd:|tfsec:|' +
  'checkov:|trivy:|kics-scan|sqlfluff|noformat|cgo\\s|export\\s\\w+$|-?\\+(?:migrate|goose|micronaut)|typed:|requires\\s+-|' +
  'nix-shell|syntax=|escape=|check=|cSpell|NOLINT|SPDX-|Copyright\\b|©|\\(c\\)';
/** A key and a value without a space (`frozen_string_literal: true`, `key=value`), or a pragma of Haskell's. */
const SETTING = '(?=[\\w.]{1,60}[_-])[\\w.-]{2,60}\\s*[:=]\\s*\\S+\\s*$|[\\w.-]{1,60}=\\S+\\s*$|#\\s[A-Z_]{4,}\\b';
const DIRECTIVE = new RegExp(`^(?:!|\\s*(?:${TOOLS}|${SETTING}))`, 'i');
/** A keyword of PowerShell's help: what follows is prose, or an example or a link. */
const HELP =
  /^\s*\.(?:(EXAMPLE|LINK|EXTERNALHELP|FORWARDHELP\w+)|SYNOPSIS|DESCRIPTION|PARAMETER|INPUTS|OUTPUTS|NOTES|COMPONENT|ROLE|FUNCTIONALITY)(?:[ \t]+[\w-]+)?\s*$/i;
const LICENCE =
  /@license|@preserve|SPDX-License|Licensed (?:under|to)|Permission is hereby granted|Redistribution and use/i;

/** Tags of documentation with prose behind what they name. */
const SPOKEN_TAG =
  /^\s*(?:@|\\)(?:(?:param|arg|argument|property|prop|template|tparam|typeparam|field)(?:\[\w+\])?(?:\s+\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\})?(?:\s+(?:\[[^\]]*\]|[\w.$*]+))?|(?:returns?|throws|exception|yields?|retval|result)(?:\s+\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\})?|description|desc|summary|remarks?|note|brief|details|deprecated|todo|warning|fileoverview|file|privateRemarks|defaultValue|since(?=\s+\p{Lu}\p{Ll}))(?![\w])\s*(?:[-–—:]\s+)?/u;
const TAG = /^\s*@[A-Za-z][\w-]*/;
const FIELD = /^\s*:(?:param|arg|type|returns?|rtype|raises|keyword|var|ivar|cvar)\b[^:]*:\s*/;
const SECTION =
  /^\s*(?:Args|Arguments|Parameters|Params|Returns?|Raises|Yields?|Examples?|Attributes|Notes?|References|See Also|Warnings?|Todo):?\s*$/;
const NAMED = /^\s*\*{0,2}\w+\s*\([^()]*\)\s*:\s+/;
const PREFIX = /^\s*(?:TODO|FIXME|XXX|HACK|NOTE|BUG|WARNING)\b(?:\s*\([^()]*\))?\s*:?\s*/;
const BULLET = /^\s*(?:[-*+•]|\d{1,3}[.)])\s+/;

/** Paragraphs of a comment that may be prose, without marks of lists and tags of documentation. */
export function paragraphsOfComment(text: string, lines: readonly TextSpan[]): Paragraph[] {
  const whole = lines.length === 0 ? '' : text.slice(lines[0]!.start, lines.at(-1)!.end);
  if (LICENCE.test(whole)) return [];
  const found: Paragraph[] = [];
  let group: TextSpan[] = [];
  /** Until when nothing is prose: the end of a fence, the next tag, an empty line. */
  let silent: 'fence' | 'tag' | 'session' | null = null;
  const finish = () => {
    if (group.length > 0) found.push(group);
    group = [];
  };
  for (const line of lines) {
    const content = text.slice(line.start, line.end);
    const isEmpty = !/[\p{L}\p{N}]/u.test(content) && !/^\s*(?:```|~~~)/.test(content);
    const isFence = /^\s*(?:`{3}|~{3})/.test(content);
    if (isFence) {
      finish();
      silent = silent === 'fence' ? null : 'fence';
      continue;
    }
    if (silent === 'fence') continue;
    const tag = tagOf(content);
    if (tag !== null) {
      finish();
      silent = tag.isSpoken ? null : 'tag';
      if (tag.isSpoken) group = begun(line, tag.lead);
      continue;
    }
    if (isEmpty) {
      finish();
      if (silent === 'session') silent = null;
      continue;
    }
    if (/^\s*>>>\s/.test(content)) silent ??= 'session';
    if (silent !== null) continue;
    if (DIRECTIVE.test(content.trimStart()) || SECTION.test(content)) {
      finish();
      continue;
    }
    const lead = (PREFIX.exec(content) ?? NAMED.exec(content) ?? BULLET.exec(content))?.[0].length;
    if (lead !== undefined) finish();
    const indent = lead ?? content.length - content.trimStart().length;
    group.push(...begun(line, indent));
  }
  finish();
  return found;
}

/** A tag of documentation that begins a line: whether what follows is prose, and how much of the line is no part of it. */
function tagOf(line: string): { isSpoken: boolean; lead: number } | null {
  const help = HELP.exec(line);
  if (help !== null) return { isSpoken: help[1] === undefined, lead: line.length };
  const spoken = SPOKEN_TAG.exec(line) ?? FIELD.exec(line);
  if (spoken !== null) return { isSpoken: true, lead: spoken[0].length };
  return TAG.test(line) ? { isSpoken: false, lead: line.length } : null;
}

const begun = ({ start, end }: TextSpan, lead: number): TextSpan[] =>
  start + lead < end ? [{ start: start + lead, end }] : [];

/** Statements, as they stand in code that was taken out of use. */
const STATEMENT =
  /[;{}]\s*$|^\s*[)\]}]|^\s*(?:[\w.$[\]'"]+\s*)?(?:[-+*/|&]?=|===?|=>)\s|\w\([^()]*\)\s*[;,:]?\s*$|^\s*(?:import|from|export|return|const|let|var|def|class|function|public|private|#\s*include|#\s*define|await|elif|else|if\s*\(|for\s*\(|while\s*\()\b.*[(){};=:'"]|&&|\|\||->|::|^\s*[\w-]+:\s*\S*$|^\s*\$\s/;

/** Code that prose is about, and where its links go. */
const CITED = /`[^`\n\r]{1,300}`|\][[(][^[\]()\n\r]{1,300}[\])]/g;

/** Whether a paragraph is code: most of its lines look like statements. */
export function isProgram(text: string, lines: Paragraph): boolean {
  const statements = lines.filter(({ start, end }) => {
    const content = text.slice(start, end).replace(CITED, ' ');
    return STATEMENT.test(content) && !/\p{Ll}{2,} \p{Ll}{2,} \p{Ll}{2,}/u.test(content);
  });
  return statements.length * 2 >= lines.length;
}
