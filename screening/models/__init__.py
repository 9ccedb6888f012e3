from screening.models import gap, later, need, screening

__all__ = ["gap", "later", "need", "screening"]
