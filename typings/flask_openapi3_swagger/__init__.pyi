# The package brings the files of Swagger UI; only its place is of interest.
