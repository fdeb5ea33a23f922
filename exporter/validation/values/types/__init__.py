"""What cells mean: text and Parquet columns as typed Arrow arrays."""
