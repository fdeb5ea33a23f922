"""One text before anything is attributed: parsed, cut into paragraphs, quotation marks and turns."""
