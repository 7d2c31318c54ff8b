"""The application: the command `faultline`, and once installed also app.py, the pages and the data."""
