"""What can be done in the directory: one keyword-only function for each verb."""
