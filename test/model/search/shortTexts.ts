/* Short texts, and questions in other words than theirs: what they share with a question are mostly common words. */

/** A question, and how the sentence begins that answers it. */
export type Asked = readonly [question: string, answer: string];

export interface ShortText {
  name: string;
  text: string;
  /** in other words than the text's */
  asked: readonly Asked[];
  /** by a name or a rare word that stands in one sentence */
  named: readonly Asked[];
}

export const SHORT_TEXTS: readonly ShortText[] = [
  {
    name: 'three.txt',
    text: 'A vixen had dug her burrow beneath the oak. The miller sold the flour on the market. He was the richest of the men in the village.',
    asked: [
      ['the home of the fox', 'A vixen'],
      ['who was the one with the most money?', 'He was the richest'],
      ['the trade of bread grain', 'The miller'],
    ],
    named: [
      ['what did the miller do', 'The miller'],
      ['oak', 'A vixen'],
    ],
  },
  {
    name: 'five.md',
    text: 'Nobody believed the shepherd any more. In the evening the wolf came. It was the end of the herd.\n\nThe boy wept. On the next day he went to the town.',
    asked: [
      ['why did the people not trust the young man in the hills?', 'Nobody believed'],
      ['the lad was in tears', 'The boy wept'],
      ['he left for the city in the morning', 'On the next day'],
    ],
    named: [
      ['what is said of the wolf?', 'In the evening'],
      ['was there a herd in it?', 'It was the end'],
    ],
  },
  {
    name: 'eight.md',
    text: [
      '# Release',
      'The tests run on the server each night. The build is kept for a week, and the logs of it for a month.',
      'If the disk is full, the oldest of the builds are removed. The database is copied to the other machine every hour.',
      'A password is asked for when the settings are changed. Ask the team in the chat if it does not work.',
    ].join('\n\n'),
    asked: [
      ['what is it that happens if there is no room left for the files?', 'If the disk is full'],
      ['where can I get help with it?', 'Ask the team'],
      ['how often is there a backup of the data?', 'The database is copied'],
      ['is there a login for the options of the program?', 'A password'],
    ],
    named: [
      ['what is it that the chat is for?', 'Ask the team'],
      ['what about the logs of the server', 'The build is kept'],
      ['database', 'The database'],
    ],
  },
  {
    name: 'twelve.txt',
    text: [
      'The old woman lived alone at the edge of the forest. She had a goat and a small garden.',
      'One night there was a storm, and the roof of the house was torn off. In the morning the neighbours came with boards and nails.',
      'They worked for the whole day, and at night the house was dry again. She thanked them with the cheese that she had made.',
      'The youngest of them stayed to mend the fence. He found a ring in the grass.',
      'It was the one that she had lost on the day of her wedding. She laughed and cried at once.',
      'He was given the goat’s first kid. In the spring it was as tall as the fence.',
    ].join(' '),
    asked: [
      ['what was it that the wind did to the building?', 'One night there was'],
      ['she was so happy and so sad at the same time', 'She laughed'],
      ['which piece of jewellery was there in the meadow?', 'He found a ring'],
      ['who was it that helped with the repair of the house?', 'In the morning the neighbours'],
      ['what was the reward of the young man for it?', 'He was given'],
    ],
    named: [
      ['what is it that was made of cheese?', 'She thanked'],
      ['the wedding of the woman', 'It was the one'],
      ['a kid', 'He was given'],
      ['boards and nails', 'In the morning the neigh'],
    ],
  },
  {
    name: 'thirty.txt',
    text: [
      'We left the harbour at dawn. The sea was calm and the sky was clear. The captain had sailed to the islands for thirty years. He knew every rock.',
      'At noon the cook brought soup and bread. The soup was too salty for the children. We played cards in the cabin until the light was gone.',
      'In the night the engine stopped. The mechanic went down with a lamp. A pipe had burst, and there was oil all over the floor.',
      'He needed five hours for the repair. Meanwhile we drifted to the south. The waves grew higher, and some of the passengers were sick.',
      'A doctor from Lyon gave them ginger. At sunrise the engine ran again. The captain looked at the map and sighed.',
      'We were forty miles from the course. A ship of the coast guard came to look for us. They had heard of us on the radio.',
      'The officer asked for the papers. All was in order. They gave us fresh water and went away.',
      'Two days later we saw the first of the islands. Birds circled over the cliffs. On the beach people waved with coloured scarves.',
      'We had thought that nobody knew of our coming. The children jumped into the water before the boat was tied up.',
    ].join(' '),
    asked: [
      ['what was wrong with the machine of the ship?', 'A pipe had burst'],
      ['the meal did not taste good to the kids', 'The soup was'],
      ['what was the medicine of those who were ill on the boat?', 'A doctor from Lyon'],
      ['there was a check of the documents by the police of the sea', 'The officer asked'],
      ['how were they greeted at the end of the journey?', 'On the beach'],
      ['he was the one with the most experience of the way', 'The captain had sailed'],
    ],
    named: [
      ['Lyon', 'A doctor'],
      ['was there something in it about ginger?', 'A doctor'],
      ['who of them was it that had the scarves?', 'On the beach'],
      ['what was the matter with the mechanic?', 'The mechanic'],
      ['what was on the radio?', 'They had heard'],
      ['the cliffs of the islands', 'Birds'],
    ],
  },
  {
    name: 'three-zh.txt',
    text: '母狐在橡树下面挖了一个洞。磨坊主在集市上卖他的面粉。他是村里最富有的人。',
    asked: [
      ['狐狸的家在什么地方？', '母狐'],
      ['谁的钱是最多的？', '他是村里'],
    ],
    named: [
      ['橡树', '母狐'],
      ['磨坊主是谁？', '磨坊主'],
    ],
  },
  {
    name: 'seven-zh.md',
    text: '测试是在每天夜里运行的。如果磁盘满了，最旧的文件会被删除。数据库每个小时会被复制到另一台机器上。改变设置的时候要输入密码。有问题的时候可以在群里问我们的同事。日志会保留一个月。新的版本是在星期一发布的。',
    asked: [
      ['没有空间的时候会怎么样？', '如果磁盘满了'],
      ['备份是多长时间做一次的？', '数据库'],
      ['我遇到困难的时候应该找谁？', '有问题的时候'],
    ],
    named: [
      ['日志是什么样的？', '日志'],
      ['星期一的时候有什么？', '新的版本'],
      ['密码', '改变'],
    ],
  },
  {
    name: 'twelve-zh.txt',
    text: '老妇人一个人住在森林的边上。她有一只山羊和一个小园子。一天夜里来了暴风雨，房子的屋顶被掀掉了。早上邻居们带着木板和钉子来了。他们干了一整天的活，到了晚上房子又不漏雨了。她用自己做的奶酪感谢他们。最年轻的那个人留下来修篱笆。他在草里找到了一枚戒指。那是她在结婚的那一天丢的。她又哭又笑。他得到了山羊的第一只小羊。春天的时候它已经和篱笆一样高了。',
    asked: [
      ['大风把建筑物怎么样了？', '一天夜里'],
      ['他在地上发现的首饰是什么？', '他在草里'],
      ['她既高兴又难过', '她又哭又笑'],
      ['年轻人得到的报酬是什么？', '他得到了'],
    ],
    named: [
      ['他的戒指是在什么地方的？', '他在草里'],
      ['奶酪', '她用自己'],
      ['篱笆的事情是谁做的？', '最年轻'],
    ],
  },
  {
    name: 'codes.md',
    text: [
      'The job failed with E4021. The server answered with E4012 in the first run.',
      'After the update the queue was empty. Restart the worker with the flag no-cache.',
      'The variable maxRetries is read once. Its default is three, as minRetries was before.',
      'Ticket QX-17 is about the login. Ticket QX-71 is about the colours of the buttons.',
      'Mrs Halloran has the keys of room 12. Mr Hallström has those of room 21.',
    ].join('\n\n'),
    asked: [['what do I do if the tasks are all gone?', 'After the update']],
    named: [
      ['E4021', 'The job failed'],
      ['what is maxRetries?', 'The variable'],
      ['QX-71', 'Ticket QX-71'],
      ['Hallström', 'Mr Hallström'],
      ['who is Halloran?', 'Mrs Halloran'],
      ['the error E4012', 'The server answered'],
    ],
  },
];
