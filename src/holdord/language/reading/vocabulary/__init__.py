"""Tables of words: what policies call things in Danish, Norwegian bokmål and English."""
