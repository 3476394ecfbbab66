"""The pages for others who hold data: a recipient confirms a notice, another company hands data over."""
