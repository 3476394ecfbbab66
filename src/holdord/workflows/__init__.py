"""What is done from beginning to end: the only place that joins the store and the company's systems."""
