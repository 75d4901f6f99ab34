"""What every stage passes to the next: nouns, periods, specs, the document model. Standard library only, no I/O."""
