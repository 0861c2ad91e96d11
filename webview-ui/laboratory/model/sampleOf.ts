/** `count` of some things, each subset as likely as any other, in their order. */
export function sampleOf<T>(items: readonly T[], count: number, random: () => number): T[] {
  const places = items.map((_, index) => index);
  for (let at = 0; at < Math.min(count, places.length); at++) {
    const other = at + Math.floor(random() * (places.length - at));
    [places[at], places[other]] = [places[other]!, places[at]!];
  }
  return places
    .slice(0, count)
    .sort((a, b) => a - b)
    .map((place) => items[place]!);
}
