"""The commands of the command line, one a file; geo/__main__.py lists them."""
