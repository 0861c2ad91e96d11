import * as vscode from 'vscode';
import { decimalFormat, formatShare } from '../../../../text/numbers.js';
import type { AttentionView } from '../../../../protocol/webviews/index.js';
import type { AttentionRequest } from '../requestSchema.js';
import { commandIds, keyCommandIds } from '../../../core/commandIds.js';
import { escapeMarkdown } from '../../../core/plainText.js';
import { drawArcs, INKS, type Inks } from './arcDrawing.js';
import { HOVER_SHAPING, type WordAttention, type SentenceAttention } from './wordAttention.js';
import { commandLink } from '../../../core/commandLink.js';
import type { HoverSentence } from './sentenceUnder.js';
import { joinList } from '../../../../wording/index.js';
import { isolate } from '../../../../text/isolate.js';

/** How many words the text names; the drawing has arcs to as many. */
export const NAMED = 3;

/** Which of the model's maps is shown: from 0, null for an average. */
export interface HoverSubject {
  layer: number | null;
  head: number | null;
}

function inks(): Inks {
  switch (vscode.window.activeColorTheme.kind) {
    case vscode.ColorThemeKind.Light:
      return INKS.light;
    case vscode.ColorThemeKind.Dark:
      return INKS.dark;
    case vscode.ColorThemeKind.HighContrast:
      return INKS.contrastDark;
    case vscode.ColorThemeKind.HighContrastLight:
      return INKS.contrastLight;
  }
}

/** What is not nothing is not called nothing; half a per cent is one. */
const SMALLEST = 0.005;

const percent = (share: number) => formatShare(share, 0, decimalFormat(vscode.env.language), SMALLEST);

function mapName({ layer, head }: HoverSubject): string {
  if (layer === null && head === null) return vscode.l10n.t('average of all layers and heads');
  if (layer === null) return vscode.l10n.t('head {0}, average of all layers', String((head ?? 0) + 1));
  if (head === null) return vscode.l10n.t('layer {0}, average of its heads', String(layer + 1));
  return vscode.l10n.t('layer {0}, head {1}', String(layer + 1), String(head + 1));
}

function link(title: string, command: string, argument?: unknown): string {
  return `[${escapeMarkdown(title)}](${commandLink(command, argument)})`;
}

function trusted(markdown: string): vscode.MarkdownString {
  const content = new vscode.MarkdownString(markdown);
  content.isTrusted = { enabledCommands: [commandIds.showAttention, keyCommandIds.hoverOff] };
  return content;
}

const off = () => link(vscode.l10n.t('Off'), keyCommandIds.hoverOff);

/** The hover of a word: the drawing, the same in words and figures, where it is from, and the ways on. */
export function hoverContent(
  document: vscode.TextDocument,
  sentence: HoverSentence,
  attention: SentenceAttention,
  glance: WordAttention,
  shown: HoverSubject,
): vscode.MarkdownString {
  const { words, model, kind } = attention;
  const texts = words.map(({ text }) => text);
  const bold = (index: number) => `**${escapeMarkdown(isolate(texts[index] ?? ''))}**`;
  const { svg, width, height } = drawArcs(texts, glance.word, glance.top, inks(), percent);
  const image = `data:image/svg+xml;base64,${Buffer.from(svg, 'utf8').toString('base64')}`;
  const targets = glance.top.map(({ index, weight }) => `${bold(index)} ${escapeMarkdown(percent(weight))}`);
  const parts: [number, string][] = [
    [glance.itself, vscode.l10n.t('itself {0}', percent(glance.itself))],
    [glance.punctuation, vscode.l10n.t('punctuation and symbols {0}', percent(glance.punctuation))],
    [glance.others, vscode.l10n.t('other words {0}', percent(glance.others))],
    // Models rest on [CLS], [SEP] or </s> when a head finds nothing.
    [glance.special, vscode.l10n.t('special tokens {0}', percent(glance.special))],
  ];
  const rest = parts.filter(([share]) => share >= SMALLEST).map(([, text]) => escapeMarkdown(text));
  const view: Partial<AttentionView> = {
    model,
    kind,
    ...shown,
    ...HOVER_SHAPING,
    focus: sentence.word.start - sentence.span.start,
  };
  const request: AttentionRequest = { view, place: { uri: document.uri.toString(), ...sentence.span } };
  // The words stand in the text below; the picture is named for those who do not see it. VS Code takes this name as it
  // stands, a backslash included, and it holds nothing of the document.
  const alternative = vscode.l10n.t('Arcs from a word to those it attends to; their figures follow.');
  return trusted(
    [
      `![${alternative}](${image}|width=${width},height=${height})`,
      vscode.l10n.t('{0} looks at {1}', bold(glance.word), joinList(targets)),
      joinList(rest),
      [
        escapeMarkdown(model),
        escapeMarkdown(mapName(shown)),
        link(vscode.l10n.t('Open Attention'), commandIds.showAttention, request),
        off(),
      ].join(' · '),
    ]
      .filter((line) => line !== '')
      .join('\n\n'),
  );
}

/** What a setting that does not fit the model comes to: the reason, and the ways on. */
export function hoverProblem(message: string): vscode.MarkdownString {
  return trusted(`${escapeMarkdown(message)}\n\n${off()}`);
}
