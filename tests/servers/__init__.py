"""Real servers for the tests: each is started on its own folder and port, and ends with the test run."""
