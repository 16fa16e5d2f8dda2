package org.snapup.ips.repo;

/** As where the system has no libdeflate. */
class ZlibUnpackerTest extends UnpackerTest {
    @Override
    Unpacker make() {
        return new Unpacker(null);
    }
}
