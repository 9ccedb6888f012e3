from screening.models import need, screening

__all__ = ["need", "screening"]
