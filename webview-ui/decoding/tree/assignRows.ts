/**
 * Places on a line for items that keep their order: at least 1 apart, and with the least sum of squared distances from
 * where each would like to be (isotonic regression by pooling adjacent violators, Ayer et al. 1955).
 * @param wanted in the items' order
 * @param reach no item further than this from 0, where they have room
 */
export function assignRows(wanted: readonly number[], reach: number): number[] {
  const pools: { sum: number; count: number }[] = [];
  wanted.forEach((value, index) => {
    pools.push({ sum: value - index, count: 1 });
    for (;;) {
      const [before, last] = pools.slice(-2);
      if (!before || !last || before.sum / before.count <= last.sum / last.count) break;
      pools.splice(-2, 2, { sum: before.sum + last.sum, count: before.count + last.count });
    }
  });
  const room = Math.max(reach, (wanted.length - 1) / 2);
  const highest = room - (wanted.length - 1);
  const places: number[] = [];
  for (const { sum, count } of pools) {
    const shift = Math.min(highest, Math.max(-room, sum / count));
    for (let i = 0; i < count; i++) places.push(shift + places.length);
  }
  return places;
}
