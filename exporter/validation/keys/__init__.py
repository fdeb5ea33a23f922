"""The keys of tables: encoded, stored, compared and pointed at."""
