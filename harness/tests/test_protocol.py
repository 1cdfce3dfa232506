"""Messages as the judge reads and writes them."""

import marshal
import os
import tempfile
import unittest
from unittest import mock

import harness_path
from kumite_harness import protocol


class Control(unittest.TestCase):
    def setUp(self):
        reader, writer = os.pipe()
        self.reader, self.writer = reader, writer
        self.addCleanup(os.close, reader)
        self.addCleanup(os.close, writer)

    def test_a_request_is_a_letter_and_a_length(self):
        os.write(self.writer, b"c" + (70_000).to_bytes(8, "little"))
        with mock.patch.object(protocol, "CONTROL", self.reader):
            self.assertEqual(protocol.receive(), (protocol.RUN, 70_000))


class Files(unittest.TestCase):
    def test_a_payload_is_read_from_its_start_whatever_the_position(self):
        with tempfile.TemporaryFile() as file:
            data = marshal.dumps([1, "two"], 2)
            file.write(data + b"older")
            file.flush()
            self.assertEqual(protocol.payload(file.fileno(), len(data)), [1, "two"])

    def test_a_reply_is_its_letter_and_its_parts(self):
        with tempfile.TemporaryFile() as file, mock.patch.object(protocol, "REPLY", file.fileno()):
            protocol.send(protocol.ANSWER, b"one", b"two")
            self.assertEqual(os.pread(file.fileno(), 64, 0), b"Aonetwo")


if __name__ == "__main__":
    unittest.main()
