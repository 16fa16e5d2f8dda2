package org.snapup.client.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountTest {
    @ParameterizedTest
    @CsvSource({
        "0,0B",
        "1023,1023B",
        "1024,1.00K",
        "1075,1.04K",
        "15974,15.5K",
        "1048575,1023K",
        "5368709120,5.00G",
        "163208757248,152G",
        "9223372036854775807,7.99E",
        "-2048,-2.00K",
        "-9223372036854775808,-7.99E"
    })
    void shouldPrintAsTheStorageToolsDo(long bytes, String text) {
        assertThat(Amount.bytes(bytes)).isEqualTo(text);
    }
}
