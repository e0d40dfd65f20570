from importlib.metadata import version

import pytest

from app.analysis.method import BY_GROUP, COMPONENTS, LIMITS, MEASURED, STEPS
from app.settings import ROOT

_PACKAGES = {
    "WordLlama l2_supercat, 256 dimensions": "wordllama",
    "BERTopic": "bertopic",
    "scikit-network": "scikit-network",
    "faiss": "faiss-cpu",
    "scikit-learn": "scikit-learn",
    "lingua": "lingua-language-detector",
    "VADER": "vaderSentiment",
    "phonenumbers": "phonenumbers",
}


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda one: one.name)
def test_the_method_names_the_versions_that_are_installed(component):
    assert version(_PACKAGES[component.name]).startswith(component.version)


def test_every_step_and_limit_is_a_sentence_for_people():
    sentences = [*(step.explanation for step in STEPS), *LIMITS, *BY_GROUP]

    assert all(sentence.endswith(".") for sentence in sentences)
    assert len({step.key for step in STEPS}) == len(STEPS)


@pytest.mark.parametrize("figure", MEASURED, ids=lambda one: one.what)
def test_the_public_figures_are_those_of_the_method_for_experts(figure):
    method = (ROOT / "docs/method.md").read_text(encoding="utf-8")

    assert figure.value in method
