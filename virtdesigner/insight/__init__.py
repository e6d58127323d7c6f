"""What a run means: which resource holds whom back, who causes it, and what would help."""
