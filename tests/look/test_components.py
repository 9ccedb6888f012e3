"""Does each component show what it is given, safely, and say it to those who do not see it?"""

from types import SimpleNamespace

from django import forms
from django.template import Context, Template, engines
from django.template.loader import render_to_string
from django_cotton.compiler_regex import CottonCompiler


def rendered(source: str, **context: object) -> str:
    return engines["django"].from_string(cottoned(source)).render(context)


def cottoned(source: str) -> str:
    return CottonCompiler().process(source)


class Reach(forms.Form):
    phone = forms.CharField(label="Phone", help_text="Like 555 010 0142.")
    best = forms.ChoiceField(widget=forms.RadioSelect, choices=[("t", "Text"), ("c", "Call")])
    note = forms.CharField(required=False)
    agree = forms.BooleanField(label="Rosa agreed.")


def test_a_button_with_an_address_is_a_link_and_without_one_a_button() -> None:
    link = rendered('<c-button href="/sent/">Sent</c-button>')
    assert '<a class="button solid' in link
    button = rendered('<c-button name="answer" value="yes" variant="soft">Yes</c-button>')
    assert 'name="answer" value="yes"' in button
    assert 'type="submit"' in button


def test_a_button_inside_a_page_with_a_name_of_its_own_does_not_borrow_it() -> None:
    html = rendered("<c-button>Send</c-button>", name="Rosa Delgado", href="/people/1/")
    assert "Rosa" not in html
    assert "href" not in html


def test_a_button_passes_on_what_htmx_needs() -> None:
    assert 'hx-post="/x/"' in rendered('<c-button hx-post="/x/">Save</c-button>')


def test_a_status_is_a_word_and_not_only_a_colour() -> None:
    html = rendered('<c-status-tag tone="stop" icon="octagon-x">Not able to help</c-status-tag>')
    assert "tone-stop" in html
    assert "Not able to help" in html


def test_a_name_from_a_family_is_escaped_in_the_header() -> None:
    header = {"name": "<b>Rosa</b>", "chip": None, "facts": [("baby", "Mother of <i>M</i>")]}
    html = rendered('<c-person-header :header="header" />', header=header)
    assert "<b>Rosa" not in html
    assert "<i>M" not in html


def test_the_step_that_is_due_is_told_to_a_screen_reader() -> None:
    steps = [
        {"words": "Sent", "when": "Nov 11", "state": "done"},
        {"words": "Cannot help", "when": "Today", "state": "bad"},
        {"words": "Helped", "when": "", "state": "todo"},
    ]
    html = rendered('<c-tracker :steps="steps" />', steps=steps)
    assert html.count('aria-current="step"') == 1


def test_the_tab_one_is_on_is_told_too() -> None:
    tabs = [
        {"label": "Yours", "url": "?turn=you", "count": 0, "current": True},
        {"label": "Partner’s", "url": "?turn=partner", "count": 3, "current": False},
    ]
    html = rendered('<c-tabs :items="tabs" label="Whose turn" />', tabs=tabs)
    assert html.count('aria-current="page"') == 1
    assert '<span class="n">0</span>' in html


def test_there_is_no_page_bar_when_there_is_one_page() -> None:
    page = SimpleNamespace(first_url="", next_url="")
    assert "<nav" not in rendered('<c-pagination :page="page" />', page=page)


def test_a_field_in_error_says_so_beside_itself_and_on_top() -> None:
    form = Reach({"phone": ""})
    html = rendered('<c-field :field="form.phone" />', form=form)
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_phone_helptext id_phone_error"' in html
    assert 'id="id_phone_error"' in html
    top = render_to_string("includes/error_summary.html", {"form": form})
    assert 'href="#id_phone"' in top


def test_what_may_be_left_out_is_marked_and_what_may_not_is_not() -> None:
    form = Reach()
    assert "(optional)" in form["note"].as_field_group()
    assert "(optional)" not in form["phone"].as_field_group()


def test_where_all_may_be_left_out_no_label_says_so() -> None:
    class Search(Reach):
        is_all_optional = True

    assert "(optional)" not in Search()["note"].as_field_group()


def test_a_choice_of_one_is_a_group_with_a_legend() -> None:
    html = Reach()["best"].as_field_group()
    assert "<fieldset" in html
    assert "<legend>" in html
    assert html.count('<label class="choice"') == 2


def test_a_single_box_has_its_words_after_it() -> None:
    html = Reach()["agree"].as_field_group()
    assert html.index("<input") < html.index("Rosa agreed.")


def test_no_component_is_left_as_a_tag() -> None:
    html = Template("{% include 'includes/messages.html' %}").render(Context({"messages": []}))
    assert "<c-" not in html
