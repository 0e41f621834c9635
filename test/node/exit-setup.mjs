// A setup that ends its thread.
process.exit(7);
