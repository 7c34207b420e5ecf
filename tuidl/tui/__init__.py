"""The screens: what a person sees and presses. It draws what a run tells and computes nothing."""
