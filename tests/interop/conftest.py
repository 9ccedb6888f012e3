"""A small directory in a folder, to be broken in one way at a time."""

import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import pytest

from core.actor import Actor
from interop.actions.imports import Order, import_directory
from interop.hsds.report import Report
from organizations.models.network import Network
from tests.story import NOW

SMALL = {
    "organizations.csv": "id,name,description,email,tax_status\n"
    "o1,HARBOR FOOD SHELF,Gives food,shelf@example.org,charity\n"
    "o2,Ride Circle,,,\n",
    "services.csv": "id,organization_id,name,description,status,application_process,fees_description\n"
    "s1,o1,Food shelf,A food pantry for all,active,Walk in,None\n"
    "s2,o2,Rides,,active,Apply by phone,\n",
    "locations.csv": "id,organization_id,name,location_type,latitude,longitude\n"
    "l1,o1,Shelf,physical,40.75,-73.99\n",
    "addresses.csv": "id,location_id,address_1,city,state_province,postal_code,country,address_type\n"
    "a1,l1,12 Mill Street,Harbor,NY,,US,physical\n",
    "service_at_location.csv": "id,service_id,location_id\nx1,s1,l1\n",
    "phones.csv": "id,location_id,number,type,description\np1,l1,415-861-5449 ext. 302,voice,Main\n",
    "schedules.csv": "id,service_id,description\nh1,s1,Mon 9 - 5; Tue 9 - 5;\n",
    "languages.csv": "id,location_id,name,code\ng1,l1,Chinese Spanish,\n",
    "taxonomies.csv": "id,name\nt1,Our words\n",
    "taxonomy_terms.csv": "id,name,taxonomy_id\nw1,Hunger/Food Issues,t1\nw2,Older Adults,t1\n",
    "attributes.csv": "id,link_id,taxonomy_term_id,link_entity\nb1,s1,w1,service\nb2,s1,w2,service\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "directory", SMALL)


def write(place: Path, files: Mapping[str, str | bytes]) -> Path:
    place.mkdir(exist_ok=True)
    for name, content in files.items():
        (place / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return place


def zipped(files: Mapping[str, str | bytes], folder: str = "") -> BytesIO:
    parcel = BytesIO()
    with zipfile.ZipFile(parcel, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in files.items():
            out.writestr(folder + name, content)
    parcel.seek(0)
    parcel.name = "directory.zip"
    return parcel


@pytest.fixture
def bring_in(network: Network) -> Callable[..., Report]:
    def run(place: object, **order: object) -> Report:
        return import_directory(
            actor=Actor.system(network.pk),
            network_id=network.pk,
            order=Order(place, **order),
            at=NOW,
        )

    return run
