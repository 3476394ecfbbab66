"""A retailer in Denmark with a webshop, a customer club and a newsletter; it sells to Norway too."""
