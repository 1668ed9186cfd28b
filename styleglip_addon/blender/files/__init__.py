"""Files: scenes in and out, results kept aside, what a run can be continued from."""
