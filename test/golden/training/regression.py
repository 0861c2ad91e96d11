"""Writes regression.json: what scikit-learn's logistic regression makes of standardised features.

Without a bias they are divided by their root mean square and not centred.

    python regression.py     # scikit-learn 1.9.1, numpy 2.4
"""

import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

ROWS, WIDTH = 30, 6


def case(name, classes, penalty, seed, constant=False, bias=True):
    random = np.random.default_rng(seed)
    labels = np.arange(ROWS) % classes
    values = random.normal(size=(ROWS, WIDTH)) * random.uniform(0.1, 3, WIDTH) + random.normal(size=WIDTH)
    values[:, :2] += labels[:, None] * 0.7
    if constant:
        values[:, 3] = 2.5
    values = values.astype(np.float32)
    exact = values.astype(np.float64)
    scaled = StandardScaler().fit_transform(exact) if bias else exact / np.sqrt((exact**2).mean(0))
    model = LogisticRegression(C=1 / penalty, tol=1e-12, max_iter=100_000, fit_intercept=bias).fit(scaled, labels)
    return {
        "name": name,
        "classes": classes,
        "penalty": penalty,
        "bias": bias,
        "labels": labels.tolist(),
        "values": [float(value) for value in values.ravel()],
        "probabilities": model.predict_proba(scaled).ravel().tolist(),
    }


cases = [
    case("two classes", 2, 1, 0),
    case("two classes, hardly held down", 2, 0.01, 1),
    case("three classes", 3, 1, 2),
    case("four classes, held down", 4, 100, 3),
    case("a column that never changes", 2, 1, 4, constant=True),
    case("two classes without a bias", 2, 1, 5, bias=False),
    case("three classes without a bias, a column that never changes", 3, 0.1, 6, constant=True, bias=False),
]
text = ",\n".join(json.dumps(one, separators=(",", ":")) for one in cases)
Path(__file__).with_name("regression.json").write_text(f"[\n{text}\n]\n")
