"""Comments of our own making on three clearly different concerns."""

from app.analysis.findings import Document

_BUSES = (
    "The night bus to the hospital stops too early.",
    "Please run the number nine bus later in the evening.",
    "Bus fares are too high for families with children.",
    "There is no bus shelter outside the school.",
    "The bus is always late when it rains.",
    "More buses on Sundays would help shift workers.",
    "Low-floor buses would let my mother travel alone.",
    "A bus lane on Mill Road would save ten minutes.",
)
_PRIVACY = (
    "Who can see my personal data once the camera has stored it?",
    "My personal data must not be sold to private companies.",
    "Delete the personal data after thirty days.",
    "I want to know which personal data the system keeps about me.",
    "Storing faces is a breach of privacy.",
    "Privacy has to come before convenience.",
    "Personal data of children needs stronger privacy rules.",
    "Tell us in plain words how our personal data is protected.",
)
_PARKS = (
    "The trees in the park give shade in summer, keep them.",
    "Plant more trees along the river park.",
    "Our park needs benches under the old trees.",
    "Dogs should be on a lead in the park.",
    "The playground in the park is broken.",
    "Old trees were cut for a car park, never again.",
    "Open the park earlier for runners.",
    "Flowers and trees make the park a better place.",
)
_EMPTY = ("n/a", "not sure", "")

DOCUMENTS = tuple(
    Document(f"{name}-{number}", text, language="en")
    for name, texts in (
        ("buses", _BUSES),
        ("privacy", _PRIVACY),
        ("parks", _PARKS),
        ("empty", _EMPTY),
    )
    for number, text in enumerate(texts)
)
