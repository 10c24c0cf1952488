package org.dnn.runtime.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
    private final Locale before = Locale.getDefault();

    /** One that writes other digits and another point. */
    @BeforeEach
    void elsewhere() {
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    }

    @AfterEach
    void home() {
        Locale.setDefault(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0.9132    | 0.9132
            1         | 1.0000
            0         | 0.0000
            -0.5      | -0.5000
            0.001     | 0.0010
            0.00042   | 4.20e-4
            9.99996   | 10.000
            12.3456   | 12.346
            99.9996   | 100.00
            123.456   | 123.46
            12345.678 | 12,345.7
            23456789  | 2.35e7
            NaN       | NaN
            -Infinity | -Infinity
            """)
    void metric(double value, String text) {
        assertEquals(text, Figures.metric(value));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0.1       | 0.1
            0.01      | 0.01
            0.0003    | 3e-4
            0.00025   | 2.5e-4
            1         | 1
            0         | 0
            100       | 100
            1e6       | 1e6
            0.0998907 | 0.09989
            NaN       | NaN
            """)
    void setting(double value, String text) {
        assertEquals(text, Figures.setting(value));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0         | 0.00 ms
            0.0005    | 0.50 ms
            0.0383    | 38 ms
            0.61      | 0.61 s
            6.08      | 6.1 s
            42.2      | 42 s
            59.6      | 1 min 00 s
            134       | 2 min 14 s
            3599.7    | 1 h 00 min
            11100     | 3 h 05 min
            187200    | 2 d 4 h
            -1        | ?
            NaN       | ?
            """)
    void duration(double seconds, String text) {
        assertEquals(text, Figures.duration(seconds));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0                   | 0 B
            1023                | 1023 B
            1024                | 1.0 KiB
            12897484            | 12.3 MiB
            265420800           | 253 MiB
            1073741823          | 1.0 GiB
            9223372036854775807 | 8.0 EiB
            """)
    void bytes(long value, String text) {
        assertEquals(text, Figures.bytes(value));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0.25     | 0.3
            3        | 3
            9999     | 9,999
            41200    | 41.2 k
            99960    | 100 k
            43800000 | 43.8 M
            4e20     | 400 E
            """)
    void rough(double value, String text) {
        assertEquals(text, Figures.rough(value, ""));
    }

    @Test
    void counts() {
        assertEquals("272,474", Figures.count(272_474));
        assertEquals("1 epoch", Figures.count(1, "epoch"));
        assertEquals("0 epochs", Figures.count(0, "epoch"));
        assertEquals("43.8 MFLOP", Figures.rough(43_800_000, "FLOP"));
        assertEquals("704 FLOP", Figures.rough(704, "FLOP"));
    }
}
