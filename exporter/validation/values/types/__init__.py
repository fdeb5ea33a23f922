"""The types of Data Package v2: cells of text, JSON values and Parquet columns as the same typed Arrow arrays."""
