"""Rows and fields that say more as a picture: map, calendar, tree, plan, graph."""
