"""What a person sees. Asks app, never touches SQL; nothing imports ui.

theme/      tokens (every colour and size), the stylesheet made of them, icons; `look` is what is worn now
widgets/    parts that every screen shares: labels, tags, cards, buttons, fields, lists, the building chart
shell/      the frame round every page: top bar, rail, tabs, status bar, search palette, sheet of keys
ledger/     list, form and page drawn from the declarations
pages/      screens that are more than a list and a form
actions.py  one table of what can be done: feeds menus, buttons, shortcuts, palette and the sheet of keys
tasks.py    coroutines with an owner; `busy` for what takes longer than a blink
messages.py errors and questions, awaited, never `exec`
ime.py      what Chinese input needs     loop.py  Qt and asyncio in one loop
"""
