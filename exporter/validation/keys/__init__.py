"""The keys of tables: encoded, hashed and stored as batches pass by, then compared and looked up.

A batch encodes its columns once (batch, encoding); a key stores the values (store, key); equal ones are found by their
hashes (unique, lookup, confusables); table_keys brings together all that is to be checked of one table, and references
those of two. The ids of documents and quotes are numbered for spans (id_index).
"""
