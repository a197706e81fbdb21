"""Asks a folder of sources over MCP, as an assistant does.

pip install 'sourcesay[mcp]'
python docs/examples/ask_over_mcp.py seeds "How many graves were found at Izium?"
"""

import asyncio
import sys

from mcp import Client, StdioServerParameters


async def main(folder: str, question: str) -> None:
    """Start the server, ask, and print the answer with its sources."""
    server = StdioServerParameters(
        command=sys.executable, args=["-m", "qa", "mcp", "--sources", folder]
    )
    async with Client(server) as client:
        answer = (await client.call_tool("ask", {"question": question})).structured_content
        if answer["abstained"]:
            print("The sources don't say.")
        for position in answer["positions"] or answer["parts"]:
            print(position["text"])
            for citation in position["citations"]:
                print(f"  {citation['file']}: {citation['excerpt']}")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
