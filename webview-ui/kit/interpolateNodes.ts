/** Puts elements into a text: `{0}` is the first of them. Strings become text nodes. */
export function interpolateNodes(text: string, ...values: readonly (Node | string)[]): (Node | string)[] {
  return text.split(/(\{\d+\})/).flatMap((part) => {
    const index = /^\{(\d+)\}$/.exec(part)?.[1];
    if (index === undefined) return part === '' ? [] : [part];
    return [values[Number(index)] ?? part];
  });
}
