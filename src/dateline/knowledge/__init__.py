"""What the reader knows beforehand: data files with sources, and the small loaders that read them."""
