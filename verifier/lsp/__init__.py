"""The language server: what an editor asks about a derivation file that is being written.

`server` alone speaks the protocol, by pygls (the extra ``lsp``). The other modules answer in places
of the file and are tested without an editor.
"""
