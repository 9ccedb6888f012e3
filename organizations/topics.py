"""Which kinds of help do we tell apart, and in which social-need category is each?"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Category(StrEnum):
    """The categories of the SDOH Clinical Care guide; the values are its codes."""

    UNSPECIFIED = "sdoh-category-unspecified"
    FOOD = "food-insecurity"
    HOUSING = "housing-instability"
    HOMELESSNESS = "homelessness"
    INADEQUATE_HOUSING = "inadequate-housing"
    TRANSPORTATION = "transportation-insecurity"
    FINANCIAL = "financial-insecurity"
    MATERIAL = "material-hardship"
    EDUCATION = "educational-attainment"
    EMPLOYMENT = "employment-status"
    VETERAN = "veteran-status"
    STRESS = "stress"
    SOCIAL = "social-connection"
    PARTNER_VIOLENCE = "intimate-partner-violence"
    ELDER_ABUSE = "elder-abuse"
    HEALTH_LITERACY = "personal-health-literacy"
    INSURANCE = "health-insurance-coverage-status"
    MEDICAL_COST = "medical-cost-burden"
    DIGITAL_LITERACY = "digital-literacy"
    DIGITAL_ACCESS = "digital-access"
    UTILITY = "utility-insecurity"
    INCARCERATION = "incarceration-status"
    LANGUAGE = "language-access"
    PROTECTIVE_FACTOR = "protective-factor"  # a strength, never a need: no topic belongs to it


# What HEDIS SNS-E asks about: food, housing of each type, rides.
COUNTED_BY_PLANS = frozenset(
    {Category.FOOD, Category.HOUSING, Category.HOMELESSNESS, Category.INADEQUATE_HOUSING, Category.TRANSPORTATION}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Topic:
    slug: str
    category: Category
    icon: str
    sensitive: bool = False
    related: tuple[str, ...] = ()  # also worth showing when a search for this one finds too little


_LISTED = (
    Topic("food_pantry", Category.FOOD, "apple", related=("food_delivery", "hot_meals")),
    Topic("food_delivery", Category.FOOD, "package-open", related=("food_pantry", "hot_meals")),
    Topic("hot_meals", Category.FOOD, "soup", related=("food_pantry",)),
    Topic("food_benefits", Category.FOOD, "shopping-basket", related=("benefits_help", "wic")),
    Topic("wic", Category.FOOD, "milk", related=("formula", "food_benefits")),
    Topic("formula", Category.FOOD, "milk", related=("wic", "baby_supplies")),
    Topic("rent_help", Category.HOUSING, "house", related=("eviction", "emergency_cash")),
    Topic("eviction", Category.HOUSING, "scroll-text", related=("rent_help", "housing_search")),
    Topic("housing_search", Category.HOUSING, "key-round", related=("rent_help", "shelter")),
    Topic("shelter", Category.HOMELESSNESS, "bed", related=("housing_search", "street_services")),
    Topic("street_services", Category.HOMELESSNESS, "tent", related=("shelter", "hygiene")),
    Topic("home_repair", Category.INADEQUATE_HOUSING, "hammer", related=("energy_help",)),
    Topic("mold", Category.INADEQUATE_HOUSING, "house", related=("home_repair",)),
    Topic("lead", Category.INADEQUATE_HOUSING, "paint-bucket", related=("home_repair",)),
    Topic("pests", Category.INADEQUATE_HOUSING, "bug", related=("home_repair",)),
    Topic("smoke_alarms", Category.INADEQUATE_HOUSING, "alarm-smoke", related=("home_repair",)),
    Topic("rides_to_care", Category.TRANSPORTATION, "car", related=("rides", "bus_passes")),
    Topic("rides", Category.TRANSPORTATION, "car-front", related=("rides_to_care", "bus_passes")),
    Topic("bus_passes", Category.TRANSPORTATION, "bus", related=("rides", "rides_to_care")),
    Topic("utility_shutoff", Category.UTILITY, "plug-zap", related=("energy_help",)),
    Topic("energy_help", Category.UTILITY, "flame", related=("utility_shutoff", "home_repair")),
    Topic("cash_benefits", Category.FINANCIAL, "wallet", related=("benefits_help",)),
    Topic("emergency_cash", Category.FINANCIAL, "hand-coins", related=("cash_benefits",)),
    Topic("benefits_help", Category.FINANCIAL, "file-check", related=("benefits_appeal",)),
    Topic("benefits_appeal", Category.FINANCIAL, "scale", related=("benefits_help",)),
    Topic("debt_advice", Category.FINANCIAL, "piggy-bank", related=("emergency_cash",)),
    Topic("tax_help", Category.FINANCIAL, "calculator", related=("benefits_help",)),
    Topic("child_support", Category.FINANCIAL, "hand-coins", related=("cash_benefits",)),
    Topic("diapers", Category.MATERIAL, "baby", related=("baby_supplies",)),
    Topic("baby_supplies", Category.MATERIAL, "baby", related=("diapers", "clothing")),
    Topic("clothing", Category.MATERIAL, "shirt", related=("furniture",)),
    Topic("furniture", Category.MATERIAL, "sofa", related=("clothing",)),
    Topic("hygiene", Category.MATERIAL, "bath", related=("clothing",)),
    Topic("child_care", Category.MATERIAL, "baby", related=("early_learning", "youth_programs")),
    Topic("early_learning", Category.EDUCATION, "blocks", related=("child_care",)),
    Topic("school", Category.EDUCATION, "school", related=("tutoring",)),
    Topic("tutoring", Category.EDUCATION, "book-open", related=("school", "youth_programs")),
    Topic("adult_education", Category.EDUCATION, "graduation-cap", related=("job_training",)),
    Topic("job_search", Category.EMPLOYMENT, "briefcase", related=("job_training",)),
    Topic("job_training", Category.EMPLOYMENT, "wrench", related=("job_search", "adult_education")),
    Topic("veterans", Category.VETERAN, "medal"),
    Topic("counseling", Category.STRESS, "message-circle-heart", related=("support_groups",)),
    Topic("crisis_line", Category.STRESS, "phone", related=("counseling",)),
    Topic("mental_health", Category.STRESS, "brain", sensitive=True, related=("counseling",)),
    Topic("social_connection", Category.SOCIAL, "users", related=("support_groups",)),
    Topic("support_groups", Category.SOCIAL, "users-round", related=("social_connection",)),
    Topic("parent_groups", Category.SOCIAL, "users-round", related=("home_visiting",)),
    Topic("home_visiting", Category.SOCIAL, "house-heart", related=("parent_groups",)),
    Topic("youth_programs", Category.SOCIAL, "backpack", related=("tutoring",)),
    Topic("help_at_home", Category.SOCIAL, "hand-helping", related=("caregiver_support",)),
    Topic("caregiver_support", Category.SOCIAL, "heart-handshake", related=("help_at_home",)),
    Topic("domestic_violence", Category.PARTNER_VIOLENCE, "shield", sensitive=True),
    Topic("elder_abuse", Category.ELDER_ABUSE, "shield", sensitive=True),
    Topic("health_literacy", Category.HEALTH_LITERACY, "book-open-check", related=("health_care",)),
    Topic("health_insurance", Category.INSURANCE, "shield-plus", related=("medical_costs",)),
    Topic("medical_costs", Category.MEDICAL_COST, "receipt", related=("health_insurance",)),
    Topic("prescriptions", Category.MEDICAL_COST, "pill", related=("medical_costs",)),
    Topic("health_care", Category.MEDICAL_COST, "stethoscope", related=("health_insurance",)),
    Topic("dental_eye_care", Category.MEDICAL_COST, "smile", related=("health_care",)),
    Topic("digital_literacy", Category.DIGITAL_LITERACY, "laptop", related=("digital_access",)),
    Topic("digital_access", Category.DIGITAL_ACCESS, "wifi", related=("digital_literacy", "phone")),
    Topic("phone", Category.DIGITAL_ACCESS, "smartphone", related=("digital_access",)),
    Topic("language_classes", Category.LANGUAGE, "languages", related=("adult_education",)),
    Topic("interpreter", Category.LANGUAGE, "speech", related=("language_classes",)),
    Topic("reentry", Category.INCARCERATION, "door-open", sensitive=True),
    # The guide has no category of its own for these.
    Topic("legal_aid", Category.UNSPECIFIED, "scale", sensitive=True),
    Topic("crime_victims", Category.UNSPECIFIED, "shield", sensitive=True),
    Topic("substance_use", Category.UNSPECIFIED, "life-buoy", sensitive=True),
    Topic("sexual_health", Category.UNSPECIFIED, "heart-pulse", sensitive=True),
    Topic("disability_support", Category.UNSPECIFIED, "accessibility", related=("help_at_home",)),
    Topic("illness_support", Category.UNSPECIFIED, "ribbon", related=("support_groups",)),
    Topic("identity_documents", Category.UNSPECIFIED, "id-card", related=("benefits_help",)),
    Topic("disaster_help", Category.UNSPECIFIED, "siren", related=("shelter", "emergency_cash")),
    Topic("information_line", Category.UNSPECIFIED, "info"),
)

TOPICS: Mapping[str, Topic] = MappingProxyType({topic.slug: topic for topic in _LISTED})
SENSITIVE = frozenset(topic.slug for topic in _LISTED if topic.sensitive)


def topics_of(category: str) -> tuple[Topic, ...]:
    """The topics of one category, most asked for first."""
    return tuple(topic for topic in _LISTED if topic.category == category)


def is_sensitive(slug: str) -> bool:
    """Whether only those named on such a need may know of it; yes for a topic nobody listed."""
    return slug in SENSITIVE or slug not in TOPICS
