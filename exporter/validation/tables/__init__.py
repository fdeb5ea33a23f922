"""The checks of one table while its batches pass by."""
