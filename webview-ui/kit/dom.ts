type Child = Node | string | null | false;

/** What an element can be given: attributes (null leaves one out, a boolean is written as ARIA does), listeners, style. */
export interface ElementOptions {
  attributes?: Record<string, string | number | boolean | null>;
  on?: Record<string, (event: Event) => void>;
  /** set by script, which the page's content policy allows, unlike a `style` attribute */
  style?: Record<string, string>;
}

function applyOptions<E extends Element>(
  element: E,
  name: string,
  { attributes, on, style }: ElementOptions,
  children: Child[],
): E {
  if (name !== '') element.setAttribute('class', name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value !== null) element.setAttribute(key, String(value));
  }
  for (const [type, listener] of Object.entries(on ?? {})) element.addEventListener(type, listener);
  const { style: declaration } = element as unknown as ElementCSSInlineStyle;
  for (const [property, value] of Object.entries(style ?? {})) declaration.setProperty(property, value);
  // Strings become text nodes: nothing of the user's text is ever read as HTML.
  element.append(...children.filter((child) => child !== null && child !== false));
  return element;
}

/**
 * Makes an HTML element.
 * @param tag `p`, or with classes `p.note.small`
 */
export function html(tag: string, given: ElementOptions = {}, ...children: Child[]): HTMLElement {
  const [name = 'div', ...classes] = tag.split('.');
  return applyOptions(document.createElement(name), classes.join(' '), given, children);
}

/** Makes an SVG element; see `html`. */
export function svg(tag: string, given: ElementOptions = {}, ...children: Child[]): SVGElement {
  const [name = 'g', ...classes] = tag.split('.');
  return applyOptions(document.createElementNS('http://www.w3.org/2000/svg', name), classes.join(' '), given, children);
}

/** A part of the page under a heading that names it. */
export function section(name: string, title: string, ...children: Child[]): HTMLElement {
  const id = `section-${name}`;
  const heading = html('h2', { attributes: { id } }, title);
  return html(`section.${name}`, { attributes: { 'aria-labelledby': id } }, heading, ...children);
}

/** A sign with its meaning in words. */
export function labelledSymbol(name: string, text: string, meaning: string): HTMLElement {
  return html(`span.${name}`, { attributes: { role: 'img', 'aria-label': meaning, title: meaning } }, text);
}
