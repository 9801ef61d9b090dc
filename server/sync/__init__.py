"""The one write door for a student's own records, and the wire between phone and server; knows no feature."""
