"""Partners' return forms taken back, whatever people did to them."""
