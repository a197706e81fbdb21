"""Asks a running chat page, by Gradio's client.

sourcesay chat --sources seeds
python docs/examples/ask_over_http.py http://127.0.0.1:7860 "How many graves were found?"
"""

import sys

from gradio_client import Client


def main(url: str, question: str) -> None:
    """Print the answer with its sources."""
    answer = Client(url, verbose=False).predict(question, [], api_name="/ask")
    if answer["abstained"]:
        print("The sources don't say.")
    for position in answer["positions"] or answer["parts"]:
        print(position["text"])
        for citation in position["citations"]:
            print(f"  {citation['file']}: {citation['excerpt']}")


if __name__ == "__main__":
    main(*sys.argv[1:])
