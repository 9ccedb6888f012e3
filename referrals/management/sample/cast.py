"""Who is in the sample county: two clinics, a convener, sixteen community organizations, sixty services.

Everything is invented. Telephone numbers use 555-01xx, which nobody has.
"""

from dataclasses import dataclass, field

C, H, V, G = "community", "healthcare", "convener", "government"


@dataclass(frozen=True, slots=True)
class Offer:
    """A service. `hours`: "mon-fri 9-17"; `room`: one of Capacity.Room, or "" when nobody said."""

    name: str
    topics: str
    intake: str = "referral"
    hours: str = "mon-fri 9-17"
    room: str = "open"
    note: str = ""
    asks: str = "name phone language"
    overcomes: str = ""
    bring: str = ""
    reports_back: str = "full"
    legal_days: int | None = None


@dataclass(frozen=True, slots=True)
class Cast:
    """An organization: where it is (degrees), what it speaks, what it offers."""

    key: str
    name: str
    kind: str
    sector: str
    place: tuple[str, str, float, float]  # street, ZIP code, latitude, longitude
    languages: str = "en es"
    offers: tuple[Offer, ...] = field(default=())
    mailbox: bool = True
    victim_service: bool = False
    status: str = "active"


CAST = (
    Cast("riverside", "Riverside Children’s Clinic", H, "health", ("12 River Road", "13001", 42.900, -76.560), "en es so", (
        Offer("Newborn home visits", "home_visiting parent_groups", "appointment", room="limited", note="Two places a week"),
        Offer("Benefits desk in the clinic", "benefits_help food_benefits health_insurance", "walk_in", "mon-fri 9-16",
              asks="name language", bring="A letter or bill with your name"),
    )),
    Cast("northgate", "Northgate Family Health", H, "health", ("400 North Avenue", "13003", 42.962, -76.548), "en", (
        Offer("Healthy cooking class", "health_literacy social_connection", "appointment", "wed 17-19"),
    )),
    Cast("table", "Harbor Community Table", V, "convener", ("1 Commons Square", "13001", 42.905, -76.566), "en es", (
        Offer("Help line of the network", "information_line", "call", "mon-sun 8-20", asks="name language"),
    )),
    Cast("eastside", "Eastside Pantry", C, "food", ("88 Harbor Street", "13001", 42.908, -76.541), "en es", (
        Offer("Weekly food boxes", "food_pantry", "referral", "tue,thu 10-16", "full", "Full until the first of the month",
              asks="name phone language household"),
        Offer("Formula and baby food", "formula baby_supplies", "call", "tue,thu 10-16", "limited", "While it lasts",
              asks="name phone age"),
        Offer("Holiday meals", "hot_meals", "walk_in", "sat 12-14", asks="name"),
    )),
    Cast("harvest", "Second Harvest, Mill Street", C, "food", ("210 Mill Street", "13001", 42.897, -76.552), "en es", (
        Offer("Food pantry", "food_pantry", "walk_in", "tue,thu 9-12", asks="name language household",
              bring="Bags, if you have some. No papers needed.", overcomes="no_documents"),
        Offer("Home delivery of food", "food_delivery food_pantry", "referral", "mon-fri 9-15", "waitlist", "9 on the list",
              asks="name phone address household barriers", overcomes="no_car cannot_lift"),
        Offer("Help with SNAP", "food_benefits", "appointment", legal_days=30, asks="name phone language household",
              bring="Pay stubs or a letter from work, if you have them"),
        Offer("Help with WIC", "wic formula", "appointment", asks="name phone age"),
    )),
    Cast("stanne", "St. Anne’s Community Fridge", C, "food", ("3 Chapel Lane", "13002", 42.915, -76.577), "en", (
        Offer("Community fridge", "food_pantry", "walk_in", "mon-sun 6-22", asks="", overcomes="night_work no_documents"),
        Offer("Thursday supper", "hot_meals social_connection", "walk_in", "thu 17-19", asks=""),
        Offer("Clothes room", "clothing baby_supplies", "walk_in", "sat 9-13", asks=""),
    )),
    Cast("keystone", "Keystone Housing Partners", C, "housing", ("55 Court Street", "13001", 42.903, -76.570), "en es", (
        Offer("Rent help", "rent_help", "application", "mon-fri 9-17", "limited", "Funds for six families this month",
              asks="name phone language household", bring="Lease and the last rent letter", legal_days=14),
        Offer("Housing search", "housing_search", "appointment", asks="name phone household"),
        Offer("Family shelter", "shelter", "call", "mon-sun 0-24", "full", "Call at 8 am for tonight", asks="name phone household"),
        Offer("Security deposit loans", "rent_help emergency_cash", "application", legal_days=21, asks="name phone household"),
    )),
    Cast("repair", "Hands On Home Repair", C, "housing", ("9 Depot Street", "13004", 42.870, -76.530), "en", (
        Offer("Mold and leak repair", "mold home_repair", "referral", "mon-fri 8-16", "waitlist", "About six weeks",
              asks="name phone address"),
        Offer("Lead-safe windows", "lead home_repair", "application", asks="name phone address", legal_days=30),
        Offer("Smoke alarms, free and fitted", "smoke_alarms", "call", "mon-sat 9-17", asks="name phone address"),
        Offer("Pest control with tenants", "pests", "call", asks="name phone address"),
    )),
    Cast("legal", "Harbor Legal Aid", C, "legal", ("70 Court Street", "13001", 42.904, -76.571), "en es", (
        Offer("Eviction defense", "eviction", "referral", "mon-fri 9-17", asks="name phone language"),
        Offer("Benefits appeals", "benefits_appeal", "appointment", asks="name phone language", legal_days=60),
        Offer("Family and safety law", "legal_aid", "call", asks="name", reports_back="never"),
        Offer("Court papers in plain words", "legal_aid", "walk_in", "wed 13-17", asks=""),
    )),
    Cast("ride", "Ride Together", C, "transport", ("14 Station Road", "13002", 42.921, -76.563), "en es so", (
        Offer("Rides to care", "rides_to_care", "referral", "mon-fri 7-18", asks="name phone area language",
              overcomes="no_car stairs", note="Car seats on request"),
        Offer("Grocery rides", "rides", "call", "mon,wed,fri 9-15", "limited", asks="name phone area", overcomes="no_car"),
        Offer("Bus passes", "bus_passes", "walk_in", "mon-fri 9-12", asks="name"),
        Offer("Bike library", "rides", "walk_in", "sat 9-13", asks=""),
    )),
    Cast("warm", "Warm Homes Fund", C, "utilities", ("31 Canal Street", "13001", 42.899, -76.574), "en es", (
        Offer("Shut-off rescue", "utility_shutoff", "call", "mon-fri 8-18", asks="name phone language", bring="Your last bill",
              note="Same day"),
        Offer("Heating help", "energy_help", "application", "mon-fri 9-16", legal_days=18, asks="name phone household address"),
        Offer("Free weatherization", "energy_help home_repair", "application", "mon-fri 9-16", "waitlist", "Spring",
              asks="name phone address"),
    )),
    Cast("bright", "Bright Start Early Learning", C, "children", ("17 School Street", "13002", 42.917, -76.569), "en es so", (
        Offer("Child care places", "child_care", "application", "mon-fri 7-18", "waitlist", "4 months", asks="name phone age"),
        Offer("Early Head Start", "early_learning home_visiting", "referral", asks="name phone age language household"),
        Offer("Diaper bank", "diapers", "walk_in", "fri 9-13", asks="age"),
        Offer("Parent and baby group", "parent_groups", "walk_in", "wed 10-12", asks="", overcomes="child_care"),
    )),
    Cast("newday", "New Day Family Center", C, "safety", ("(address kept private)", "13001", 42.900, -76.566), "en es ar", (
        Offer("Safe shelter", "domestic_violence", "call", "mon-sun 0-24", asks="name", reports_back="never"),
        Offer("Counseling and advocacy", "domestic_violence counseling", "call", asks="name", reports_back="never"),
        Offer("Safety planning by phone", "domestic_violence", "call", "mon-sun 0-24", asks="", reports_back="never"),
    ), victim_service=True),
    Cast("money", "Clear Path Money Advice", C, "money", ("60 Bank Street", "13001", 42.902, -76.562), "en es", (
        Offer("Debt advice", "debt_advice", "appointment", "mon-fri 9-19", asks="name phone language", overcomes="night_work"),
        Offer("Free tax help", "tax_help", "appointment", "sat 9-15", asks="name phone", bring="Last year’s return, W-2s"),
        Offer("Emergency cash for families", "emergency_cash", "referral", "mon-fri 9-17", "limited", "Up to $250",
              asks="name phone household"),
        Offer("Savings circle", "debt_advice social_connection", "walk_in", "tue 18-20", asks=""),
    )),
    Cast("work", "Harbor Works", C, "work", ("5 Foundry Way", "13004", 42.878, -76.538), "en es", (
        Offer("Job search with a coach", "job_search", "appointment", asks="name phone language"),
        Offer("Welding and care training", "job_training", "application", "mon-fri 8-16", legal_days=20, asks="name phone"),
        Offer("Night classes, high-school diploma", "adult_education", "appointment", "mon,wed 18-21", asks="name phone",
              overcomes="night_work child_care"),
        Offer("English classes", "language_classes", "walk_in", "tue,thu 18-20", asks="", overcomes="child_care"),
    )),
    Cast("calm", "Calm Harbor Counseling", C, "care", ("22 Lake Street", "13003", 42.955, -76.555), "en es", (
        Offer("Counseling for parents", "counseling", "appointment", "mon-fri 9-20", "waitlist", "3 weeks", asks="name phone language"),
        Offer("Postpartum group", "support_groups parent_groups", "walk_in", "mon 10-12", asks=""),
        Offer("Recovery coaching", "substance_use", "call", asks="name", reports_back="yes_no"),
    )),
    Cast("neighbor", "Good Neighbor Closet", C, "goods", ("140 Harbor Street", "13001", 42.909, -76.538), "en", (
        Offer("Furniture for a new start", "furniture", "referral", "mon-fri 10-16", asks="name phone address", overcomes="no_car cannot_lift"),
        Offer("Cribs and car seats", "baby_supplies", "referral", "mon-fri 10-16", "open", asks="name phone age"),
        Offer("Winter coats", "clothing", "walk_in", "sat 10-14", asks=""),
        Offer("Laundry and showers", "hygiene", "walk_in", "mon-sat 8-14", asks=""),
    )),
    Cast("connect", "Connect Harbor", C, "digital", ("8 Library Square", "13001", 42.906, -76.560), "en es ar", (
        Offer("Low-cost internet", "digital_access", "application", asks="name phone address", legal_days=10),
        Offer("Computer basics", "digital_literacy", "walk_in", "mon,wed 10-12", asks=""),
        Offer("Phones for families", "phone", "referral", "mon-fri 10-16", "limited", "Five a month", asks="name language"),
    ), status="listed"),
    Cast("elders", "Friends of Elders", C, "care", ("77 Oak Avenue", "13003", 42.958, -76.540), "en", (
        Offer("Friendly visits", "social_connection help_at_home", "referral", asks="name phone language", room=""),
        Offer("Respite for carers", "caregiver_support", "referral", asks="name phone", room=""),
        Offer("Minor home help", "help_at_home home_repair", "call", asks="name phone address", room=""),
    ), mailbox=False, status="listed"),
    Cast("tools", "Harbor Tool Library", C, "goods", ("12 Depot Street", "13004", 42.871, -76.531), mailbox=False, status="listed"),
    Cast("county", "Harbor County Family Services", G, "government", ("2 County Plaza", "13001", 42.901, -76.569), "en es", (
        Offer("Medicaid enrollment", "health_insurance", "application", legal_days=45, asks="name phone language household"),
        Offer("Cash assistance", "cash_benefits", "application", legal_days=30, asks="name phone household"),
    )),
)  # fmt: skip

# The nine people of the sample sign-ins, and a few colleagues.
WORKERS = (
    ("navigator", "Priya Nair", "riverside", ("navigator",)),
    ("screener", "Sam Lee", "riverside", ("screener",)),
    ("supervisor", "Ruth Abebe", "riverside", ("supervisor", "duty")),
    ("colleague", "Dana Ortiz", "riverside", ("navigator",)),
    ("intake", "Joanne Reyes", "eastside", ("intake",)),
    ("orgadmin", "Omar Haddad", "harvest", ("orgadmin", "intake")),
    ("rides", "Lena Petrov", "ride", ("intake",)),
    ("housing", "Marcus Webb", "keystone", ("intake",)),
    ("warmhomes", "Ines Costa", "warm", ("intake",)),
    ("north", "Noah Green", "northgate", ("navigator",)),
    ("desk", "Grace Kim", "table", ("desk",)),
    ("convener", "Carla Mendez", "table", ("convener",)),
    ("council", "Ben Okoro", "stanne", ("council",)),
    ("hears", "Nell Hart", "table", ("voice",)),
    ("mother", "Mona Adeyemi", "table", ("council",)),
    ("father", "Luis Ortega", "table", ("council",)),
    ("privacy", "Ann Whitfield", "riverside", ("privacy",)),
)
