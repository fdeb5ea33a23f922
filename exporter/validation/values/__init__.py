"""What cells mean: text, JSON and Parquet as typed Arrow arrays, the constraints on them, and their hazards."""
