# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes flatbuffers (https://flatbuffers.dev/internals).

A file is described by nested Tables, by the numbers of their fields, and
written front to back: whatever refers to something else gets an empty slot
first, which is pointed at the end of the file when that something goes there.
"""
import struct

import numpy as np


class Scalar:
    """coding: as in struct, of one number."""

    def __init__(self, coding, value):
        self.bytes = struct.pack('<' + coding, value)


class Table(dict):
    """By the number of the field: a Scalar, Table, Vector, Tables or str.
    None is left out."""


class Vector:
    """Of numbers: anything that NumPy makes an array of dtype of."""

    def __init__(self, dtype, values, alignment=4):
        self.array = np.ascontiguousarray(values, np.dtype(dtype).newbyteorder(
            '<'))
        self.alignment = max(alignment, self.array.itemsize)


class Tables(list):
    """A vector of tables."""


def byte(value):
    return Scalar('b', value)


def integer(value):
    return Scalar('i', value)


def real(value):
    return Scalar('f', value)


def write(path, root, identifier):
    data = bytearray(4) + identifier
    put(data, 0, root)
    with open(path, 'wb') as file:
        file.write(data)


def put(data, slot, thing):
    """Appends thing, and points slot at it."""
    if isinstance(thing, Table):
        put_table(data, slot, thing)
    elif isinstance(thing, Tables):
        first = put_count(data, slot, len(thing), 4)
        data += bytes(4 * len(thing))
        for i, table in enumerate(thing):
            put(data, first + 4 * i, table)
    elif isinstance(thing, str):
        text = thing.encode()
        put_count(data, slot, len(text), 4)
        data += text + b'\0'
    else:
        put_count(data, slot, thing.array.size, thing.alignment)
        data += thing.array.tobytes()


def put_table(data, slot, table):
    """The vtable, then the table: the distance back to it and the fields,
    the wide ones first, each a number or an empty slot."""
    fields = {i: value for i, value in table.items() if value is not None}
    sizes = {i: len(value.bytes) if isinstance(value, Scalar) else 4
             for i, value in fields.items()}
    places, size = {}, 4
    for i in sorted(fields, key=lambda i: -sizes[i]):
        places[i] = size
        size += sizes[i]
    n = max(fields, default=-1) + 1

    align(data, 4)
    vtable = len(data)
    data += struct.pack('<%dH' % (2 + n), 4 + 2 * n, size,
                        *(places.get(i, 0) for i in range(n)))
    align(data, 4)
    start = len(data)
    point(data, slot)
    data += struct.pack('<i', start - vtable) + bytes(size - 4)
    for i, value in fields.items():
        if isinstance(value, Scalar):
            data[start + places[i]:start + places[i] + sizes[i]] = value.bytes
    for i, value in fields.items():
        if not isinstance(value, Scalar):
            put(data, start + places[i], value)


def put_count(data, slot, count, alignment):
    """A vector's length, such that its first element is aligned; returns the
    place of that."""
    data += bytes(-(len(data) + 4) % alignment)
    point(data, slot)
    data += struct.pack('<I', count)
    return len(data)


def align(data, alignment):
    data += bytes(-len(data) % alignment)


def point(data, slot):
    struct.pack_into('<I', data, slot, len(data) - slot)
