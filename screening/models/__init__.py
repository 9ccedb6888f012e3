from screening.models import gap, handing, later, need, screening

__all__ = ["gap", "handing", "later", "need", "screening"]
