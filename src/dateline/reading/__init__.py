"""From bytes to rows: the stages, each a pure function, and the walk that knows their order."""
