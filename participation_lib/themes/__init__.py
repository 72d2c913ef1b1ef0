"""What the contributions are about: vectors, groups, names, natures, solidity."""
