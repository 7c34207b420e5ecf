"""Data sets by name or path, split and seeded; batches; the marks that need no net. Arrays only, nothing compiled."""

from tuidl.data.bigram import baseline
from tuidl.data.catalogue import Entry, bring, entries, keys, load
from tuidl.data.dataset import DataSet
from tuidl.data.naive import naive_error
from tuidl.data.sampler import Sampler

__all__ = ["DataSet", "Entry", "Sampler", "baseline", "bring", "entries", "keys", "load", "naive_error"]
