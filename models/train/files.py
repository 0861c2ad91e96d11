"""Files that are whole or not there: each is written beside its place and takes it when it is finished."""
import errno
import os
import shutil
from contextlib import contextmanager

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def disk_failure(error):
    """What the system said, if a disk is behind an error; torch and safetensors wrap that in errors of their own."""
    if isinstance(error, OSError) and error.errno is not None:
        return error.strerror
    if "(os error " in str(error):
        return str(error)
    cause = error.__cause__ or error.__context__
    return disk_failure(cause) if cause and getattr(cause, "errno", None) in FULL else None


@contextmanager
def writing(path):
    """Ends the script with a message when something cannot be written to `path` or beside it: a full disk above all."""
    try:
        yield
    except Exception as error:
        failure = disk_failure(error)
        if failure is None:
            raise
        folder = next(folder for folder in path.absolute().parents if folder.is_dir())
        free = shutil.disk_usage(folder).free / 1e6
        kept = "What stood there before is untouched. " if path.exists() else ""
        raise SystemExit(f"Cannot write {path}: {failure}. {kept}{free:.0f} MB are free there: make room, "
                         "then run the same command again.") from None


@contextmanager
def replacing(path):
    """Gives a path beside `path` to write a file to; it takes the place of `path` when the block ends well."""
    partial = path.with_suffix(".partial")
    with writing(path):
        try:
            yield partial
            with open(partial, "r+b") as file:
                os.fsync(file.fileno())
            os.replace(partial, path)
        finally:
            partial.unlink(missing_ok=True)
