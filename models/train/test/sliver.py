"""A sliver of training text: plain sentences made from tables, in the files that models/train/README.md lists."""
import lzma
import random
from pathlib import Path

# English, German, French, Spanish, Romanian, Chinese; the order of the words is the same in the first five
VERBS = (("sees", "sieht", "voit", "ve", "vede", "看见"), ("hears", "hört", "entend", "oye", "aude", "听见"),
         ("finds", "findet", "trouve", "encuentra", "găsește", "找到"), ("has", "hat", "a", "tiene", "are", "有"))
THINGS = (("the dog", "den Hund", "le chien", "el perro", "câinele", "狗"),
          ("the cat", "die Katze", "le chat", "el gato", "pisica", "猫"),
          ("the book", "das Buch", "le livre", "el libro", "cartea", "书"),
          ("a horse", "ein Pferd", "un cheval", "un caballo", "un cal", "马"),
          ("a letter", "einen Brief", "une lettre", "una carta", "o scrisoare", "信"))
PLACES = (("in the garden", "im Garten", "dans le jardin", "en el jardín", "în grădină", "花园里"),
          ("at home", "zu Hause", "à la maison", "en casa", "acasă", "家里"),
          ("by the river", "am Fluss", "près de la rivière", "junto al río", "lângă râu", "河边"))
NAMED = ("near {}", "bei {}", "près de {}", "cerca de {}", "lângă {}", "{}附近")
LANGUAGES = ("en", "de", "fr", "es", "ro", "zh")
SYLLABLES = [first + vowel for first in "bdfgklmnprstvz" for vowel in "aeiou"]
TOLD = ("simplewiki2017.clean", "storybooks.ccby", "fairytaleqa-train", "fairytaleqa-test", "books.children", "books-sample")


def sentences(count, seed):
    """`count` rows of the same sentence in the six languages, no row twice. Made-up names give the tokenizers words."""
    rng = random.Random(seed)
    names = sorted({"".join(rng.choices(SYLLABLES, k=rng.choice((2, 3)))).capitalize() for _ in range(500)})
    made = set()
    while len(made) < count:
        subject = rng.choice(("Tom", "Mary", "Anna", rng.choice(names)))
        verb, thing = rng.choice(VERBS), rng.choice(THINGS)
        place = rng.choice(PLACES) if rng.random() < 0.4 else [form.format(name) for name in [rng.choice(names)] for form in NAMED]
        row = [f"{subject} {verb[i]} {thing[i]} {place[i]}." for i in range(5)]
        made.add((*row, f"{subject}在{place[5]}{verb[5]}{thing[5]}。"))
    made = sorted(made)
    rng.shuffle(made)
    return made


def write(folder, name, lines):
    path = Path(folder) / f"{name}.xz"
    path.parent.mkdir(parents=True, exist_ok=True)
    with lzma.open(path, "wt", encoding="utf8") as file:
        file.writelines(f"{line}\n" for line in lines)


def write_corpora(folder, count=3000, seed=0):
    """Writes the whole sliver into `folder`. One sentence in ten is in every language, and so may be held out."""
    rows = sentences(count, seed)
    english = [row[0] for row in rows]
    for at, language in enumerate(LANGUAGES[1:], 1):
        kept = [row for number, row in enumerate(rows) if number % 10 == 0 or number % 3 != at % 3]
        write(folder, f"parallel/en-{language}.tsv", [f"{row[0]}\t{row[at]}" for row in kept])
        write(folder, f"english/commonvoice-{language}.txt", [row[at] for row in rows[::2]])
    for name, at in (("en-global-de", 1), ("en-asp-fr", 2), ("en-global-es", 3), ("en-global-ro", 4)):
        pairs = zip(rows[::2], rows[1::2])
        write(folder, f"parallel/{name}.ccby.tsv", [f"{a[0]} {b[0]}\t{a[at]} {b[at]}" for a, b in pairs])
    write(folder, "english/tatoeba-eng-sentences.txt", english)
    write(folder, "english/commonvoice-en.txt", english[::2])
    for name in TOLD:
        titled = [line for number, sentence in enumerate(english)
                  for line in ([f"= {sentence.split()[0]} =", sentence] if number % 20 == 0 else [sentence])]
        write(folder, f"english/{name}.txt", titled)
