"""Compiled kernels under guard: the cpu executor's machine code with a check before every access to memory.

``load("checked", layout, threads)`` is for whoever writes kernels, and for the tests: the first access that a kernel
may not make raises ``AccessError``. What is allowed follows from the operands that a kernel declares:

- ``in`` is read, ``out`` is written and read back, nothing else is touched, not even a word behind a tensor. Only
  operands that may lie tight can be read up to a vector beyond their end, and what is read there must not matter.
- Where threads part a tensor (``split``), each keeps to its part. No word is written by one thread and touched by
  another unless a barrier stands between.
- Of the arrays outside the arena those named ``history`` are written, the others are read; of those with one entry a
  step, the entry of this step.
- Addresses are multiples of what the machine code takes for granted.
- Whatever is declared ``out`` is filled with ``poison`` before the call: a value that is still there afterwards was
  not written, and one that was used shows in the results.

``instrument`` puts the checks into LLVM's code, ``watch`` is what they call, ``rights`` says who may touch what,
``executor`` runs programs call by call, one thread after the other.
"""
