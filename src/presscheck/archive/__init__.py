"""Runs over archives: articles in, one row an article and one row a finding out, whatever does the work and whenever it is stopped."""
