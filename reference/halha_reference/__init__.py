"""The model of the book's page "The model", written a second time: slowly, readably and from the equations alone."""
