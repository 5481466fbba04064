"""What a draft says twice, or says with its own reckoning, held against itself: each check finds the places that cannot both be right."""
