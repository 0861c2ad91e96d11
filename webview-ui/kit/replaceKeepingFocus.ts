/**
 * Puts new content into an element that may have the keyboard: a button that is there again, or the one in its place,
 * has it afterwards.
 */
export function replaceKeepingFocus(element: HTMLElement, content: readonly Node[]): void {
  const buttons = () => [...element.querySelectorAll<HTMLElement>('button')];
  const focused = element.contains(document.activeElement) ? document.activeElement : null;
  const place = buttons().findIndex((button) => button === focused);
  const name = focused?.textContent;
  element.replaceChildren(...content);
  if (place < 0) return;
  const after = buttons();
  (after.find((button) => button.textContent === name) ?? after[Math.min(place, after.length - 1)])?.focus();
}
