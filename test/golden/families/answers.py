"""Writes answerWords.json: answers widened to whole words, as Hugging Face's question-answering pipeline gives them.

    pip install torch transformers==4.57.1
    python answers.py

That release has the pipeline's last form; transformers 5 has none. Long contexts are read in the windows that `answer` reads.
"""

import json
from pathlib import Path

from transformers import AutoModelForQuestionAnswering, AutoTokenizer, pipeline

HERE = Path(__file__).parent
ASKED = [
    ("Where does Tom live?", "Tom lives in Berlin. He was born in Paris in 1990 and moved to Germany with his family."),
    ("What is the capital?", "Paris is the capital and most populous city of France; paris is the capital."),
    ("什么?", "北京 is the capital of 中国, Zürich 😀 is not."),
    ("When?", "In 1990."),
    ("Which city is naïve?", "café Straße, 𝒳 unforgettable playfulness of the uncontrollable."),
    ("Who?", "Unforgettable, disestablishment: Jean-Luc O’Neill’s overwhelmingly uncontrollable playfulness."),
    ("Who?", "The king walked uncontrollably over the hills. " * 12 + "The queen, overwhelmingly playful, did not."),
]


def utf16(text, at):
    return len(text[:at].encode("utf-16-le")) // 2


def windows(tokenizer, question, context, limit):
    room = limit - (len(tokenizer(question, context)["input_ids"]) - len(tokenizer(context, add_special_tokens=False)["input_ids"]))
    return {"max_seq_len": limit, "doc_stride": min(128, room // 2)}


cases = []
for name in ["mini-bert-squad", "mini-distilbert-squad"]:
    folder = HERE / "models" / name
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForQuestionAnswering.from_pretrained(folder).float().eval()
    if model.config.model_type == "distilbert":
        tokenizer.model_input_names = ["input_ids", "attention_mask"]
    ask = pipeline("question-answering", model=model, tokenizer=tokenizer)
    limit = model.config.max_position_embeddings
    for at, (question, context) in enumerate(ASKED):
        for top in [1, 4]:
            found = ask(question=question, context=context, top_k=top, **windows(tokenizer, question, context, limit))
            answers = [
                {"start": utf16(context, one["start"]), "end": utf16(context, one["end"]), "probability": round(one["score"], 8)}
                for one in (found if isinstance(found, list) else [found])
            ]
            params = {"model": f"models/{name}", "question": question, "context": context, "topK": top, "alignToWords": True}
            expect = {"answers": answers, "unaligned": answers}
            cases.append({"name": f"{name} {at}, {top}", "params": params, "expect": expect})
lines = ",\n".join(json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in cases)
(HERE / "answerWords.json").write_text(f'{{"method": "answer", "set": "public", "cases": [\n{lines}\n]}}\n')
