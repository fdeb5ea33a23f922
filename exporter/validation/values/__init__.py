"""What cells mean: text and Parquet columns as typed Arrow arrays, and the constraints on them."""
