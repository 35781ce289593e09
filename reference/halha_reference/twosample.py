"""Two-sample tests that are safe with ties, and the family-wise verdict over many of them."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

FEW = 12  # distinct values: up to so many are categories of their own
BINS = 16  # otherwise this many bins, by pooled quantiles
LEAST_EXPECTED = 5.0  # of a bin, in either sample


@dataclass
class Comparison:
    """One observable in both samples."""

    name: str
    p: float
    test: str  # the test that gave the smallest p
    means: tuple
    sd: float  # pooled
    z: float  # of the difference of means (Welch)
    error: float  # standard error of that difference


def compare(name, x, y):
    """Compares two samples; None if both are the same constant."""
    x, y = np.asarray(x, float), np.asarray(y, float)
    values = np.unique(np.concatenate([x, y]))
    if len(values) == 1:
        return None
    tests = {"G": g_test(x, y, values)}
    if len(values) > FEW:
        tests["KS"] = stats.ks_2samp(x, y, method="asymp").pvalue  # conservative with ties
        tests["MW"] = stats.mannwhitneyu(x, y, method="asymptotic").pvalue  # corrected for ties
    best = min(tests, key=tests.get)
    error = float(np.sqrt(x.var(ddof=1) / len(x) + y.var(ddof=1) / len(y)))
    difference = float(x.mean() - y.mean())
    return Comparison(
        name=name,
        p=min(1.0, len(tests) * float(tests[best])),
        test=best,
        means=(float(x.mean()), float(y.mean())),
        sd=float(np.concatenate([x, y]).std()),
        z=difference / error if error else 0.0,
        error=error,
    )


def g_test(x, y, values):
    """The likelihood-ratio test of homogeneity over bins; Fisher's exact test where only two bins have room."""
    edges = values if len(values) <= FEW else quantile_edges(np.concatenate([x, y]))
    table = np.array([counts(x, edges), counts(y, edges)], float)
    table = merge(table)
    if table.shape[1] < 2:
        return exact(x, y, values)
    if table.shape[1] == 2:
        return stats.fisher_exact(table.astype(int)).pvalue
    return stats.chi2_contingency(table, correction=False, lambda_="log-likelihood").pvalue


def exact(x, y, values):
    """For a rare value: whether it is the commonest one or not, exactly."""
    whole = np.concatenate([x, y])
    commonest = max(values, key=lambda value: np.count_nonzero(whole == value))
    table = [[int(np.count_nonzero(s == commonest)), int(np.count_nonzero(s != commonest))] for s in (x, y)]
    return stats.fisher_exact(table).pvalue


def quantile_edges(whole):
    """Lower ends of bins that hold about equally many of the pooled values; ties stay together."""
    return np.unique(np.quantile(whole, np.arange(BINS) / BINS, method="lower"))


def counts(sample, edges):
    """How many values lie from one edge up to the next."""
    return np.bincount(np.searchsorted(edges, sample, side="right") - 1, minlength=len(edges))


def merge(table):
    """Joins neighbouring bins until each is expected to hold enough in both samples."""
    share = table.sum(axis=1, keepdims=True) / table.sum()
    columns, held = [], np.zeros(2)
    for column in table.T:
        held = held + column
        if (held.sum() * share[:, 0]).min() >= LEAST_EXPECTED:
            columns.append(held)
            held = np.zeros(2)
    if held.any() and columns:
        columns[-1] = columns[-1] + held
    return np.array(columns).T if columns else np.empty((2, 0))


def holm(comparisons, alpha):
    """Those that disagree when the chance of a single false alarm among all is to stay below `alpha` (Holm 1979)."""
    ordered = sorted(comparisons, key=lambda c: c.p)
    rejected = []
    for rank, comparison in enumerate(ordered):
        if comparison.p > alpha / (len(ordered) - rank):
            break
        rejected.append(comparison)
    return rejected


def detectable(comparison, tests, alpha, power=0.9):
    """The difference of means, in standard deviations, that one test among `tests` finds with this power."""
    z = stats.norm.isf(alpha / tests / 2) + stats.norm.ppf(power)
    return z * comparison.error / comparison.sd if comparison.sd else 0.0
