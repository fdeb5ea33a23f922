"""What was found: findings as checks log them, and the report that is made of them, in every format."""
