from typing import Any

from django.core.management.base import BaseCommand

from matching.nightly.answering import answer_questions


class Command(BaseCommand):
    help = "Answer the questions why a seed does not answer a need. The portal starts it by itself."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{answer_questions()} answered")
