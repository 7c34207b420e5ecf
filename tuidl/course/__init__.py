"""The course: what a lesson is, how it is read and checked, and what a learner has done."""
