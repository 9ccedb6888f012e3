"""What can be done with other systems' data: one keyword-only function for each verb."""
