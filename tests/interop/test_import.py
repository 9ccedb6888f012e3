"""A directory comes in, again and again, and a bad row never takes the good ones with it."""

import io

import pytest
from django.core.management import CommandError, call_command

from core.errors import NotAllowed
from core.models import Event
from interop.actions.imports import Order, import_directory
from interop.hsds import files, rows
from interop.hsds.files import Unusable
from organizations.models.directory import (
    Hours,
    ListingFact,
    Location,
    Phone,
    Service,
    ServiceAtLocation,
)
from organizations.models.network import Organization
from organizations.opening import week
from organizations.search import can_answer, find_services
from tests.interop.conftest import SMALL, write, zipped
from tests.story import NOW


def counts(report):
    return {
        one.table: (one.added, one.changed, one.unchanged, one.refused) for one in report.tables
    }


def reasons(report, table):
    return [(remark.line, remark.reason) for remark in report.of(table).refusals]


def change(folder, name, old, new):
    write(folder, {name: SMALL[name].replace(old, new)})


def test_a_directory_becomes_services_that_can_be_found(network, folder, bring_in):
    report = bring_in(folder)
    assert report.is_clean
    shelf = Service.objects.get(source_id="s1")
    assert shelf.organization.status == Organization.Status.LISTED
    assert not can_answer(shelf.organization)
    assert (shelf.intake, shelf.fees, shelf.languages) == ("walk_in", "None", ["es", "zh"])
    assert "food_pantry" in shelf.topics
    assert shelf.audience == ["Older Adults"]
    assert shelf.organization.phone == "415-861-5449 ext. 302"
    assert {row.span for row in Hours.objects.all()} == set(week("Mon-Tue 9-5"))
    assert Location.objects.get().address == "12 Mill Street, Harbor, NY"
    assert [
        one.service.name for one in find_services(network_id=network.pk, at=NOW, words="hunger")
    ] == ["Food shelf"]


def test_nothing_of_a_file_is_lost(folder, bring_in):
    bring_in(folder)
    beside = ListingFact.objects.get(source_id="organizations:o1")
    assert beside.data == {"tax_status": "charity", "name": "HARBOR FOOD SHELF"}
    assert Organization.objects.get(source_id="o1").name == "Harbor Food Shelf"
    assert ListingFact.objects.get(source_id="attributes:b1").data["taxonomy_term_id"] == "w1"


def test_the_same_file_twice_changes_nothing(folder, bring_in):
    first = bring_in(folder)
    before = list(Service.objects.order_by("pk").values())
    hours = set(Hours.objects.values_list("pk", flat=True))
    second = bring_in(folder)
    assert {name: (0, 0, added, 0) for name, (added, *_rest) in counts(first).items()} == counts(
        second
    )
    assert list(Service.objects.order_by("pk").values()) == before
    assert set(Hours.objects.values_list("pk", flat=True)) == hours


def test_a_dry_run_reports_the_same_and_keeps_nothing(folder, bring_in):
    dry = bring_in(folder, dry_run=True)
    assert not Organization.objects.exists()
    assert not ListingFact.objects.exists()
    assert not Event.objects.exists()
    assert dry.as_json() == bring_in(folder).as_json()
    assert Event.objects.get().kind == "directory.imported"


def test_a_changed_row_is_changed_and_a_missing_one_is_told_not_deleted(folder, bring_in):
    bring_in(folder)
    change(folder, "services.csv", "s2,o2,Rides,,active,Apply by phone,\n", "")
    change(folder, "organizations.csv", "Ride Circle", "Ride Ring")
    change(folder, "organizations.csv", "charity", "trust")
    change(folder, "schedules.csv", "Mon 9 - 5; Tue 9 - 5;", "Mon 9 - 6;")
    report = bring_in(folder)
    assert report.of("services").absent == 1
    assert Service.objects.count() == 2
    assert counts(report)["organizations"] == (0, 1, 1, 0)  # what is kept beside a row counts
    assert [row.span for row in Hours.objects.all()] == week("Mon 9-6")


def test_bad_rows_are_refused_with_line_and_reason_and_the_good_ones_go_in(folder, bring_in):
    write(
        folder,
        {
            "services.csv": "id,organization_id,name,status\n"
            "s1,o1,Food shelf,active\n"
            "s2,nobody,Rides,active\n"
            ",o1,No id,active\n"
            "s1,o1,Twice,active\n"
            "s4,o1,,active\n"
            "s5,o1,Too,many,fields\n"
            f"s6,o1,{'x' * 301},active\n"
            "s7,o1,a\x00b,active\n"
            '"s8","o1","over\ntwo lines",active\n'
            "s9,o1,Odd,sometimes\n"
        },
    )
    report = bring_in(folder)
    assert [line for line, _reason in reasons(report, "services")] == [4, 5, 6, 7, 9, 3, 8]
    said = " ".join(reason for _line, reason in reasons(report, "services"))
    for words in ("nobody", "id", "line 2 already", "name", "5 fields", "longer than 300", "NUL"):
        assert words in said
    assert [(note.line, "status" in note.reason) for note in report.of("services").notes] == [
        (12, True)
    ]
    assert set(Service.objects.values_list("source_id", flat=True)) == {"s1", "s8", "s9"}


def test_what_hangs_on_a_refused_row_is_refused_too(folder, bring_in):
    change(folder, "organizations.csv", "o1,HARBOR FOOD SHELF", "o1,")
    report = bring_in(folder)
    assert "o1" in reasons(report, "services")[0][1]
    assert "s1" in reasons(report, "service_at_location")[0][1]
    assert Location.objects.get().organization is None  # it went in without what it names
    assert report.of("locations").notes[0].line == 2
    assert Phone.objects.get().location.source_id == "l1"


def test_a_service_is_at_a_place_once(folder, bring_in):
    write(folder, {"service_at_location.csv": "id,service_id,location_id\nx1,s1,l1\nx2,s1,l1\n"})
    report = bring_in(folder)
    assert reasons(report, "service_at_location") == [(3, "This service is at this place already.")]
    assert ServiceAtLocation.objects.count() == 1


def test_coordinates_of_no_place_on_earth_are_left_out(folder, bring_in):
    change(folder, "locations.csv", "40.75", "100")
    report = bring_in(folder)
    assert "latitude" in report.of("locations").notes[0].reason
    assert Location.objects.get().point is None


def test_some_tables_only_may_come_later_and_spoil_nothing(folder, tmp_path, bring_in):
    bring_in(folder)
    later = write(
        tmp_path / "later", {"service.csv": SMALL["services.csv"].replace("Rides", "Free rides")}
    )
    report = bring_in(later)
    assert counts(report) == {"services": (0, 1, 1, 0)}
    assert "food_pantry" in Service.objects.get(source_id="s1").topics
    assert Hours.objects.count() == 2


def test_what_an_organization_looks_after_itself_is_not_overwritten(folder, bring_in):
    bring_in(folder)
    ours = Organization.objects.filter(source_id="o1")
    for status in ("prospect", "onboarding", "pilot", "active"):
        ours.update(status=status, description="Our own words", phone="555 0100")
    Service.objects.filter(source_id="s1").update(
        version=2, description="Our own words", topics=["wic"]
    )
    report = bring_in(folder)
    assert (report.of("organizations").kept, report.of("services").kept) == (1, 1)
    organization, service = (
        Organization.objects.get(source_id="o1"),
        Service.objects.get(source_id="s1"),
    )
    assert organization.description == service.description == "Our own words"
    assert (organization.phone, service.topics) == ("555 0100", ["wic"])
    assert Hours.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("services.csv", b"", "empty"),
        ("services.csv", "id,name\ns1,Shelf\n", "organization_id"),
        ("services.csv", "id,organization_id,name,name\ns1,o1,a,b\n", "twice"),
        ("services.csv", "id,organization_id,name\ns1,o1,Caf\xe9\n".encode("latin-1"), "UTF-8"),
        ("services.csv", "id,organization_id,name\ns1,o1,x\n".encode("utf-16"), "UTF-8"),
        ("services.csv", 'id,organization_id,name\ns1,o1,"' + "x" * 200_000, "quote"),
    ],
)
def test_a_table_that_cannot_be_read_says_why_in_one_sentence_and_the_others_go_in(
    folder, bring_in, name, content, words
):
    write(folder, {name: content})
    report = bring_in(folder)
    assert words in report.of("services").trouble
    assert not Service.objects.exists()
    assert Organization.objects.count() == 2


def test_a_table_with_too_many_rows_is_refused(folder, bring_in, monkeypatch):
    monkeypatch.setattr(rows, "MOST_ROWS", 2)
    assert "more than 2 rows" in bring_in(folder).of("services").trouble


def test_a_zip_is_read_without_unpacking_it_in_folders_and_with_a_mac_s_shadows(network, bring_in):
    parcel = zipped(
        {**SMALL, "__MACOSX/._services.csv": "shadow", "readme.txt": "hello"}, "export/"
    )
    report = bring_in(parcel)
    assert report.is_clean
    assert report.ignored[-1] == "export/readme.txt"
    assert Service.objects.count() == 2


@pytest.mark.parametrize(
    ("parcel", "words"),
    [
        (io.BytesIO(b"not a zip"), "neither a folder nor a zip"),
        (zipped({"hello.txt": "hello"}), "no HSDS table"),
        (zipped({"services.csv": "id\n" + "0" * 20_000_000}), "unpacks to far more"),
        (zipped({"a/services.csv": "id\n", "b/service.csv": "id\n"}), "twice"),
        (zipped({f"{n}.csv": "" for n in range(300)}), "more than 200 files"),
    ],
)
def test_a_parcel_that_cannot_be_opened_says_why(network, bring_in, parcel, words):
    with pytest.raises(Unusable, match=words):
        bring_in(parcel)


def test_a_parcel_that_is_too_large_is_not_opened(folder, bring_in, monkeypatch):
    monkeypatch.setattr(files, "MOST_BYTES", 100)
    with pytest.raises(Unusable, match="larger than"):
        bring_in(folder)


def test_only_the_convener_or_the_operator_brings_a_directory_in(
    network, folder, navigator, stranger, foreigner, convener
):
    for worker in (navigator, stranger, foreigner):
        with pytest.raises(NotAllowed):
            import_directory(actor=worker.actor, network_id=network.pk, order=Order(folder), at=NOW)
    assert not Service.objects.exists()
    import_directory(actor=convener.actor, network_id=network.pk, order=Order(folder), at=NOW)
    assert Service.objects.count() == 2


def test_two_directories_with_the_same_ids_stay_apart(folder, bring_in):
    bring_in(folder)
    bring_in(folder, source="elsewhere")
    assert Organization.objects.filter(source_id="o1").count() == 2


def test_the_command_says_what_became_of_every_table(network, folder, capsys):
    change(folder, "services.csv", "s2,o2", "s2,nobody")
    call_command("import_hsds", str(folder), network="Harbor County")
    said = capsys.readouterr().out
    assert (
        "services                            1          0          0          0          1" in said
    )
    assert "services line 3: refused. organization_id names no row" in said
    call_command("import_hsds", str(folder), network="harbor", dry_run=True)
    assert "nothing was kept" in capsys.readouterr().out


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_on_a_terminal_a_bar_shows_how_far_it_is_and_in_a_log_none(network, folder, capsys):
    terminal, log = Terminal(), io.StringIO()
    call_command("import_hsds", str(folder), network="harbor", dry_run=True, stderr=terminal)
    call_command("import_hsds", str(folder), network="harbor", stderr=log)
    assert "[##############################] 2/2" in terminal.getvalue()
    assert not log.getvalue()


def test_the_command_says_what_is_wrong_with_its_words(network, tmp_path):
    with pytest.raises(CommandError, match="There is: harbor"):
        call_command("import_hsds", str(tmp_path), network="nowhere")
    with pytest.raises(CommandError, match="no such folder"):
        call_command("import_hsds", str(tmp_path / "none"), network="harbor")
    with pytest.raises(CommandError, match="no HSDS table"):
        call_command("import_hsds", str(tmp_path), network="harbor")
