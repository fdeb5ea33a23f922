"""What single words and names tell, without looking at a text."""
