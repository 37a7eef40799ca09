// Placeholder of the scaffold; replaced by the target's first type.
