from screening.models import gap, need, screening

__all__ = ["gap", "need", "screening"]
