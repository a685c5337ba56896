"""From findings to what is to be done about them: the least repair, what waits on it, and the steps of the roadmap."""
