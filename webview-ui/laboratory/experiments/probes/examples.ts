/* Labelled lines, written for this: short, everyday, as many of each label. */

const labelled = (label: string, lines: string): string =>
  lines
    .trim()
    .split('\n')
    .map((line) => `${label}: ${line.trim()}`)
    .join('\n');

export const TOPICS = [
  labelled(
    'food',
    `She put the bread into the oven.
     The soup was hot and tasted of onions.
     He ate two apples and a piece of cheese.
     We had fish and rice for dinner.
     The cook cut the meat into small pieces.
     My mother makes the best cake in town.
     He drank a cup of tea with milk.
     The children wanted more sugar on it.
     There was butter and honey on the table.
     She bought eggs and flour at the market.
     The salad had too much salt in it.
     They cooked potatoes over the fire.
     A glass of wine stood beside the plate.
     He fried the eggs in a little oil.`,
  ),
  labelled(
    'weather',
    `It rained all day and all night.
     The sun came out behind the clouds.
     A cold wind blew from the north.
     Snow fell on the mountains in the morning.
     The storm broke trees along the coast.
     It was so hot that nobody went out.
     The sky turned dark before the thunder.
     Fog lay over the fields until noon.
     There was ice on the lake this winter.
     A warm and dry summer followed.
     The rain stopped and a rainbow appeared.
     It will be cloudy in the evening.
     The air was damp and cool after the storm.
     Clouds gathered and the first drops fell.`,
  ),
  labelled(
    'sport',
    `The team won the game in the last minute.
     He ran faster than all the others.
     She scored two goals in the final.
     The players left the field in silence.
     Our club lost the match by one point.
     The coach trained them for the race.
     He threw the ball over the wall.
     The champion defended her title again.
     They played tennis until it was dark.
     The goalkeeper stopped the penalty.
     She swam across the lake in an hour.
     The fans cheered when he jumped.
     The race ends in front of the stadium.
     He won a medal at the games.`,
  ),
].join('\n');

/** Twins: each line of praise has one of blame that differs in a word or two. */
export const TWINS = [
  labelled(
    'good',
    `The film was wonderful and I loved it.
     A great book with a beautiful story.
     We had a happy day at the sea.
     The food was excellent and the people kind.
     She sang so well that everybody smiled.
     This is the best hotel in the city.
     He is a good teacher and very friendly.
     I enjoyed every minute of the play.
     The room was clean, bright and quiet.
     What a pleasant evening we had.
     The service was quick and helpful.
     I am glad that we came here.
     A charming little shop with fine things.
     Everything worked perfectly from the start.
     The garden is lovely in the spring.
     They won, and the whole town was proud.`,
  ),
  labelled(
    'bad',
    `The film was terrible and I hated it.
     A dull book with a stupid story.
     We had an awful day at the sea.
     The food was cold and the people rude.
     She sang so badly that everybody left.
     This is the worst hotel in the city.
     He is a poor teacher and very unkind.
     I was bored every minute of the play.
     The room was dirty, dark and loud.
     What a sad evening we had.
     The service was slow and careless.
     I am sorry that we came here.
     An ugly little shop with broken things.
     Nothing worked at all from the start.
     The garden is a mess in the spring.
     They lost, and the whole town was angry.`,
  ),
].join('\n');

export const SENTIMENT = [
  labelled(
    'good',
    `The film was wonderful and I loved it.
     A great book with a beautiful story.
     We had a happy day at the sea.
     The cook was excellent and his guests were kind.
     She sang so well that everybody smiled.
     This is the best hotel in the city.
     Our teacher is good and very friendly.
     I enjoyed every minute of the play.
     My room was clean, bright and quiet.
     What a pleasant evening with nice people.
     The waiter was quick and helpful.
     I am glad that I met your brother.
     A charming little shop with fine things.
     The new machine works perfectly.
     Their garden is lovely in the spring.
     The whole town was proud of its team.
     He thanked her for the beautiful gift.
     The children laughed and had great fun.
     It was the finest music that I ever heard.
     A warm welcome and a delicious meal.`,
  ),
  labelled(
    'bad',
    `The plot is terrible and I hated the end.
     A dull speech without a single idea.
     The trip was awful from the first hour.
     My soup was cold and the bread was old.
     He lied to us and was rude to my wife.
     This is the worst road in the country.
     The lawyer was unkind and very expensive.
     I was bored and left before the end.
     The kitchen was dirty, dark and loud.
     What a sad and lonely winter.
     The train was slow and much too late.
     I am sorry that I ever bought this car.
     An ugly house with broken windows.
     Nothing in that office worked at all.
     The bed was hard and the pillow smelled bad.
     Everybody was angry about the stupid decision.
     She wept because he had been so cruel.
     The dog was sick and the boy was afraid.
     It was a horrible noise that hurt my ears.
     A nasty letter full of bad news.`,
  ),
].join('\n');

export const CHINESE_TOPICS = [
  labelled(
    '饮食',
    `妈妈做的鱼很好吃。
     他每天早上喝一杯牛奶。
     我们晚上吃米饭和蔬菜。
     桌子上有面包和水果。
     这家饭店的菜太咸了。
     她买了一斤苹果。
     爷爷喜欢喝茶。
     今天中午我们吃面条。
     这个蛋糕很甜。
     他们在厨房里做饭。
     我想吃一点肉。
     汤里放了盐和油。`,
  ),
  labelled(
    '天气',
    `今天下了一场大雨。
     明天会很冷。
     北方的冬天常常下雪。
     太阳出来了，天气很好。
     外面的风很大。
     夏天这里非常热。
     天上有很多云。
     早上有雾，看不清山。
     昨天夜里刮了台风。
     雨停了以后天晴了。
     今年春天比较暖和。
     气温下降了十度。`,
  ),
].join('\n');
