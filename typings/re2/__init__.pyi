class Options:
    log_errors: bool
    max_mem: int
    never_capture: bool

class error(Exception): ...  # noqa: N801

class _Regexp:
    def fullmatch(self, text: str) -> object | None: ...

def compile(pattern: str, options: Options | None = None) -> _Regexp: ...  # noqa: A001
