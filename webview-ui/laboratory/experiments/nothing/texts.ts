/* Texts to learn from: two little languages of one sentence form each, and a story. All written for this. */
import { Random } from '../../../../src/decoding/sampling/random.js';

/** Sentences of one form, a line each: of every list a member by chance, the same ones each time. */
function sentences(count: number, lists: readonly (readonly string[])[]): string {
  const random = new Random(7);
  const one = (list: readonly string[]) => list[Math.floor(random.uniform() * list.length)]!;
  return Array.from({ length: count }, () => lists.map(one).join('')).join('\n');
}

export const ENGLISH_FORM = sentences(110, [
  ['The ', 'A ', 'My '],
  ['old ', 'small ', 'tired ', ''],
  ['dog ', 'cat ', 'child ', 'bird ', 'king '],
  ['sees ', 'likes ', 'finds ', 'hears '],
  ['the ', 'a '],
  ['river.', 'house.', 'garden.', 'moon.'],
]);

export const CHINESE_FORM = sentences(220, [
  ['今天', '昨天', '早上', ''],
  ['小狗', '小猫', '孩子', '老师', '奶奶'],
  ['在家里', '在公园', '在路上'],
  ['看见', '找到', '喜欢'],
  ['月亮', '花', '书', '朋友'],
  ['。', '！'],
]);

export const STORY = `Every evening the old ferryman lit his lantern and sat down by the river to wait. Few people came now, for the new bridge stood only a mile away, and carts and horses went that way. But the ferryman had crossed the river for forty years, and he did not know how to do anything else.

One evening, when the rain was falling hard, he heard a small voice from the other side. "Is anybody there?" it called. "Please take me over the river!" The ferryman took his lantern, stepped into his boat and pushed it out into the dark water. The wind pulled at the boat, and the rain ran down his neck, but he had crossed the river in worse weather than this.

On the other side stood a girl with a basket on her arm. Her shoes were full of water, and her hair hung down over her eyes. "I came by the bridge," she said, "but the bridge is gone. The river has taken it away." The ferryman held up his lantern and looked down the river. There was no light where the bridge had been, and no sound of carts or horses, only the sound of the water.

"Sit down in the boat," said the ferryman, "and hold the lantern for me." The girl sat down and held the lantern in both hands, so that its light fell on the water before them. Slowly they crossed the river. In the middle, where the water was wild, the girl asked, "Are you not afraid?" "I was afraid the first time," said the ferryman, "and the second time, too. Then I began to count the stones under the water, and while I was counting I forgot to be afraid."

When they came to the other side, the girl opened her basket and gave him a loaf of bread, for she had no money. They ate it together under the roof of his little house, and listened to the rain. In the morning the people came down to the river, first two or three, then ten, then all the village, with their carts and their horses. They stood by the water and looked at the place where the bridge had been. And the ferryman stepped into his boat, and the girl held the rope for him, and they took the people over the river, one after the other, until the evening came and it was time to light the lantern.`;
