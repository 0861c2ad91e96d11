/** What the page is made from. */
export interface ExplainPage {
  title: string;
  language: string;
  script: string;
  style: string;
  /** unguessable, for this page alone */
  nonce: string;
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string) => text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? '');

/** The page's document: one script, one style sheet and nothing else may load; the text comes by message. */
export function explainHtml({ title, language, script, style, nonce }: ExplainPage): string {
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="${escape(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<link rel="stylesheet" nonce="${nonce}" href="${escape(style)}">
</head>
<body>
<main id="explain"></main>
<script nonce="${nonce}" src="${escape(script)}"></script>
</body>
</html>
`;
}
