"""Reads a scenario and its parameters from JSON: the field names are those of the kernel's types, plainly."""

import json
from types import SimpleNamespace


def read(path):
    """The pair (scenario, parameters) of a file `{"scenario": {…}, "parameters": {…}}`."""
    with open(path, encoding="utf-8") as file:
        return from_dict(json.load(file))


def from_dict(content):
    """The pair (scenario, parameters) from the content of such a file."""
    scenario = _plain(content["scenario"])
    begins = [month.begin for month in scenario.months]
    for month, end in zip(scenario.months, begins[1:] + [scenario.end]):
        month.end = end
    return scenario, SimpleNamespace(**content["parameters"])


def _plain(value):
    """Dictionaries become objects with attributes, all the way down."""
    if isinstance(value, dict):
        return SimpleNamespace(**{name: _plain(inner) for name, inner in value.items()})
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value


def by_side(parameters, name, side):
    """The parameter `name_0` or `name_1`."""
    return getattr(parameters, f"{name}_{side}")
