from screening.models import gap, handing, later, need, screening, with_need

__all__ = ["gap", "handing", "later", "need", "screening", "with_need"]
