"""What people type on office pages, one module for each page's form."""
