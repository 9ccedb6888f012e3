"""Can this process answer (`/healthz`), and can it be useful (`/readyz`)?"""
