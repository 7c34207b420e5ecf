"""A race in the shell: several runs told as they go, and side by side at the end."""
