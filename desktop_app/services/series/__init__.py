"""Series for the boards: one function each, from measures and rows that the desk lets one see."""
