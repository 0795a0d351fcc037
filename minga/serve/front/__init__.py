"""What travels to browsers: templates, files, words, compressed once."""
