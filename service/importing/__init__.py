"""Files of records into the corpus: three forms, any length, every fault told."""

from service.importing.imports import ImportFormat, IndexMany, import_stream, read_entries

__all__ = ["ImportFormat", "IndexMany", "import_stream", "read_entries"]
