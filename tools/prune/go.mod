module prune

go 1.26.0
