"""Compartments of a unit: who holds which rows (decisions.md 1). A feed reads `unit/compartment`."""

REF = "district/ref"  # codes, calendars, organisation, staff list: everyone's
BASE = "base"  # of a grid: buildings, dwellings, households, residents
CARE = "care"  # of a grid: care tags, health and mood answers
WORK = "work"  # of a grid: visits, plans, needs
ORG = "org"  # of a community: materials, meetings
