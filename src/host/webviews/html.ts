import { escapeMarkup } from '../../text/escape.js';

/** What a page is made from. */
export interface PageParts {
  title: string;
  language: string;
  /** texts in this language by their English ones; undefined in English */
  texts: Record<string, string> | undefined;
  /** the id of the element that the page draws into */
  root: string;
  script: string;
  style: string;
  /** unguessable, for this page alone */
  nonce: string;
  /** the page draws pictures of its own making (`data:`, `blob:`), for example to save them as files */
  pictures?: boolean;
}

/** A page's document: one script, one style sheet and nothing else may load; what it shows comes by message. */
export function pageHtml({ title, language, texts, root, script, style, nonce, pictures = false }: PageParts): string {
  const sources = [
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    ...(pictures ? ['img-src data: blob:'] : []),
  ];
  const l10n = texts === undefined ? '' : ` data-l10n="${escapeMarkup(JSON.stringify(texts))}"`;
  return `<!DOCTYPE html>
<html lang="${escapeMarkup(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; ${sources.join('; ')}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeMarkup(title)}</title>
<link rel="stylesheet" nonce="${nonce}" href="${escapeMarkup(style)}">
</head>
<body>
<main id="${escapeMarkup(root)}"${l10n}></main>
<script nonce="${nonce}" src="${escapeMarkup(script)}"></script>
</body>
</html>
`;
}
