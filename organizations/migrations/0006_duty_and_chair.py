"""Who is on duty, who speaks for the council, and whom somebody in danger can call."""

from django.db import migrations, models

from core import migrating


class Migration(migrating.Migration):
    dependencies = [("organizations", "0005_opened")]

    operations = [
        migrations.AlterModelOptions(
            name="network",
            options={
                "permissions": [
                    ("run_desk", "answer for what nobody else answers"),
                    ("convene", "run the partner network"),
                    ("sit_on_council", "decide the network's rules"),
                    ("chair", "speak for the council"),
                    ("audit_privacy", "see who saw what"),
                ]
            },
        ),
        migrations.AlterModelOptions(
            name="organization",
            options={
                "permissions": [
                    ("run_screenings", "ask families what they need"),
                    ("see_people", "see the people this organization cares for"),
                    ("send_referrals", "send families on"),
                    ("work_referrals", "answer requests and report what became of them"),
                    ("supervise", "see the team's work and re-assign it"),
                    ("take_alerts", "answer when somebody may be in danger"),
                    ("manage_members", "invite people and give roles"),
                    ("manage_services", "edit services, hours and room"),
                ]
            },
        ),
        migrations.AddField(
            model_name="network",
            name="crisis_line",
            field=models.CharField(
                blank=True,
                db_default="988",
                default="988",
                help_text="whom somebody in danger can call beside 911, day and night",
                max_length=40,
            ),
        ),
    ]
