"""Names that a directory shouts are said calmly; nobody's own spelling is touched."""

import pytest

from interop.hsds.names import calm


@pytest.mark.parametrize(
    ("shouted", "said"),
    [
        ("30TH STREET SENIOR CENTER", "30th Street Senior Center"),
        ("CENTRO LATINO DE SAN FRANCISCO", "Centro Latino de San Francisco"),
        ("YMCA OF SAN FRANCISCO", "YMCA of San Francisco"),
        (
            "GENERAL ASSISTANCE ADVOCACY PROJECT (GAAP)",
            "General Assistance Advocacy Project (GAAP)",
        ),
        ("MOTHER'S KITCHEN", "Mother's Kitchen"),
        ("O'CONNELL HIGH SCHOOL", "O'Connell High School"),
        ("JFK CLINIC, INC.", "JFK Clinic, Inc."),
        ("AFRICAN-AMERICAN ART/CULTURE", "African-American Art/Culture"),
        ("THE ARC", "The Arc"),
        ("NIÑOS UNIDOS", "Niños Unidos"),
        ("iHelp BANK", "iHelp BANK"),
        ("611", "611"),
        ("A.B. HOUSE", "A.B. House"),
    ],
)
def test_a_shouted_name_is_said_calmly(shouted, said):
    assert calm(shouted) == said
