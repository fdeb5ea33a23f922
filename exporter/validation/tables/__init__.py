"""The checks of one table while its batches pass by: its columns, its spans, and the digests of its values."""
