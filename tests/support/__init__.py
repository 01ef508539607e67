"""What tests stand on: waiting, watching for leftovers, driving the window. Nothing here patches the program."""
