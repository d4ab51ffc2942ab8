"""A formal development in Coq beside the library: its sources, what its kernel accepts, and the bridge to the literal layers."""
