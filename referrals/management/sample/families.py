"""Forty-five invented families, and what became of each need: one line a family, one story a need.

A story is `plot:topic` or `plot:topic@organization`; the plots are in `stories.py`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Family:
    """`born` and `child_age` are ages in years. `reach`: a channel, or "none" for no safe phone."""

    first: str
    last: str
    age: int
    kin: str
    child: str
    child_age: int
    language: str
    reach: str
    zip_code: str
    barriers: str
    stories: str
    with_care: bool = False
    clinic: str = "riverside"


def _families() -> tuple[Family, ...]:
    rows = [line.split("|") for line in _ROWS.strip().splitlines()]
    return tuple(
        Family(
            first=r[0], last=r[1], age=int(r[2]), kin=r[3], child=r[4], child_age=int(r[5]), language=r[6], reach=r[7],
            zip_code=r[8], barriers=r[9], stories=r[10], with_care="with_care" in r[11:], clinic="northgate" if "northgate" in r[11:] else "riverside",
        )
        for r in rows
    )  # fmt: skip


# first|last|age|kin|child|child's age|language|reach|ZIP|barriers|stories[|with_care][|northgate]
_ROWS = """
Rosa|Delgado|29|mother|Mateo|4|es|text|13001|no_car child_care|declined:food_pantry@eastside accepted:utility_shutoff@warm
Thanh|Nguyen|61|grandparent|Linh|7|vi|phone|13002|language|silent:rent_help@keystone
Amina|Yusuf|26|mother|Idris|1|so|text|13002|no_car|question:rides_to_care@ride
Marcus|Bell|35|father|Jada|7|en|email|13001||says_helped:utility_shutoff@warm
Keiko|Tanaka|31|mother|Ren|2|ja|email|13003||found:diapers found:parent_groups
Luz|Herrera|33|mother|Sofía|11|es|text|13001|night_work|accepted:early_learning@bright
David|Okafor|38|father|Chidi|5|en|text|13004|cannot_lift|sent:food_delivery@harvest
Elena|Petrova|30|mother|Anya|3|ru|email|13001|wants_privacy|asked:energy_help@warm
Grace|Mbeki|52|carer|Tumi|8|en|phone|13003||appointment:benefits_appeal@legal nobody:dental_eye_care
Marisol|Vega|27|mother|Bruno|2|es|text|13001|no_car|met:food_pantry@harvest met:diapers@bright
Fatima|al-Hassan|34|mother|Yara|6|ar|phone|13002|language stairs|waits:child_care@bright
Jerome|Watkins|41|father|Nia|9|en|text|13001|no_car|in_progress:job_search@work
Pilar|Santos|24|mother|Leo|1|es|text|13002||in_progress:wic@harvest wants:baby_supplies
Wei|Zhang|36|mother|Ming|4|zh|email|13003||introduced:food_pantry@stanne
Olga|Ivanova|68|grandparent|Misha|10|ru|phone|13001|cannot_lift stairs|fresh:food_delivery@harvest opens:pests@repair
Tyrone|Jackson|28|father|Ava|2|en|text|13004||unreachable:furniture@neighbor
Carmen|Ruiz|39|mother|Diego|13|es|phone|13001||missed:counseling@calm nobody:tutoring
Hannah|Schmidt|32|mother|Emil|3|en|email|13003||met_told:tax_help@money
Samuel|Adeyemi|44|father|Tola|12|en|text|13001||says_helped:rent_help@keystone
Noor|Khan|30|mother|Zain|5|en|text|13002|no_internet|documents:digital_access@connect
Beatriz|Lopez|26|mother|Camila|0|es|text|13001|no_car no_kitchen|packet:food_pantry,wic,food_benefits@harvest
Ayaan|Warsame|33|father|Hodan|4|so|phone|13002|language|fresh:rides_to_care@ride
Shanice|Brown|22|mother|Micah|1|en|text|13001|child_care|partly:formula@eastside
Ivan|Kowalski|47|father|Kasia|14|en|email|13004||declined:mold@repair
Maya|Patel|35|mother|Arjun|6|en|email|13003||closed:youth_programs
Lucía|Morales|31|mother|Iker|5|es|text|13001|bad_past|contested:food_pantry@eastside
Aisha|Rahman|29|mother|Sami|3|en|text|13002||opened:smoke_alarms@repair
Peter|Novak|55|grandparent|Tomas|9|en|phone|13003||silent:lead@repair
Dolores|Cruz|63|grandparent|Abril|8|es|phone|13001|cannot_read|introduced:clothing@neighbor
Emmanuel|Tesfaye|37|father|Liya|7|am|text|13001||accepted:adult_education@work
Sofia|Rossi|28|mother|Luca|2|en|email|13003||undone:parent_groups@bright
Kwame|Mensah|42|father|Esi|10|en|text|13004|no_car|in_progress:rides_to_care@ride
Teresa|Flores|45|carer|Juan|16|es|text|13001||changed_mind:job_training@work sent_on:food_pantry@eastside
Nadia|Haddad|30|mother|Rami|4|ar|none|13002|no_safe_phone wants_privacy|private:domestic_violence|with_care
Julia|Weber|27|mother|Finn|1|en|email|13003||declined_help:home_visiting found:counseling
Carlos|Mendoza|50|father|Rosa|15|es|phone|13001||silent:eviction@keystone
Ruth|Goldberg|71|grandparent|Eli|6|en|phone|13003|stairs|sent:rides_to_care@ride
Destiny|Carter|20|mother|Kai|0|en|text|13001|no_car no_kitchen|wants:formula wants:diapers found:housing_search nobody:shelter
Hamid|Karimi|39|father|Laila|8|fa|text|13002|language|met:language_classes@work asks_two:food_pantry@eastside
Yolanda|Reyes|34|mother|Elias|5|es|text|13001||asked:cash_benefits@county nobody:dental_eye_care
Tom|Fischer|46|father|Mia|11|en|email|13004||met_told:energy_help@warm
Sara|Lindqvist|33|mother|Nils|2|en|email|13003||introduced_met:parent_groups@bright applied:energy_help@warm
Maria|Gonzalez|41|mother|Ana|9|es|text|13001|no_car|sent:furniture@neighbor
Abdi|Farah|30|father|Ilhan|5|so|phone|13003||sent:food_pantry@eastside|northgate
Linda|Moore|58|grandparent|Jace|7|en|phone|13003||fresh:food_pantry@eastside|northgate
"""

FAMILIES = _families()
