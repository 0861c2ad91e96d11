/** Words that hold an English sentence together and mean little by themselves: one is no better word for another kind. */
const ENGLISH = new Set(
  `a an the this that these those such some any no every each either neither both all another other others
  i me my mine myself you your yours yourself yourselves he him his himself she her hers herself it its itself we us our
  ours ourselves they them their theirs themselves one ones who whom whose which what whatever whoever whichever
  somebody someone something anybody anyone anything nobody none nothing everybody everyone everything
  am is are was were be been being isn aren wasn weren do does did doing done don didn doesn have has had having haven
  hasn hadn will would shall should can could may might must ought cannot couldn wouldn shouldn
  and or but nor so yet if then than because since while whereas although though unless until till whether as
  of in on at by to from with without within into onto upon for about above across after against along among around
  before behind below beneath beside besides between beyond despite down during except near off out
  over past per through throughout toward towards under underneath unlike up via
  not n't there here when where why how too also only just rather more most less least much
  many few s t ll re ve d m o`.split(/\s+/),
);

/** Chinese particles, pronouns, measure words and auxiliaries. */
const CHINESE = new Set(
  `的 了 着 过 過 地 得 吗 嗎 呢 吧 啊 呀 嘛 么 麼 我 你 您 他 她 它 我们 我們 你们 你們 他们 他們 她们 她們 它们 这 這 那 这个 這個
  那个 那個 这些 這些 那些 哪 谁 誰 什么 什麼 怎么 怎麼 和 与 與 或 但 而 但是 因为 因為 所以 如果 虽然 雖然 在 从 從 对 對 向 把 被
  给 給 跟 比 为 為 于 於 是 有 会 會 能 要 可以 应该 應該 就 都 也 还 還 又 再 才 只 个 個 一个 一個 一 上 下 里 裡 中 自己`.split(
    /\s+/,
  ),
);

/** @param word in small letters */
export const isFunctionWord = (word: string): boolean => ENGLISH.has(word) || CHINESE.has(word);
