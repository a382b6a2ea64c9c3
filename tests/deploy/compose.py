"""Reads a compose file with the types of the Compose Specification; fails where it does not follow them."""

import sys

from compose_spec import PyCompose

compose = PyCompose.from_yaml(open(sys.argv[1], encoding="utf-8").read())
compose.validate()
if not compose.service_names():
    sys.exit("the file has no services")
