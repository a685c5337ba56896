"""From a submission folder to a package and its conformity report."""
