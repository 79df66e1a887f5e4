package dev.symbio.ops.deliveries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TermsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "month,   UTC,              2011-08-31, 2011-08-01T00:00:00Z",
        "quarter, UTC,              2011-09-30, 2011-07-01T00:00:00Z",
        "quarter, UTC,              2011-10-01, 2011-10-01T00:00:00Z",
        "quarter, America/New_York, 2011-10-01, 2011-07-01T04:00:00Z",
        "year,    Asia/Shanghai,    2011-01-01, 2010-12-31T16:00:00Z",
        "days,    UTC,              2011-01-05, 2011-01-05T00:00:00Z",
        "quarter, Mars/Olympus,     2011-01-05, 2011-01-05T00:00:00Z",
    })
    void knowsWhereAPeriodBegins(String kind, String zone, LocalDate day, String start) throws IOException {
        Terms terms = terms("{\"window\":{\"kind\":\"" + kind + "\",\"zone\":\"" + zone + "\"}}");
        assertThat(terms.periodStart(day)).hasToString(start);
    }

    @Test
    void areInTheCurrencyOfTheDeliveries() throws IOException {
        Terms terms = terms("{\"currency\":\"USD\",\"noData\":\"skip\"}");
        assertThat(terms.in("EUR").json()).hasToString("{\"currency\":\"EUR\",\"noData\":\"skip\"}");
        assertThat(terms.json()).hasToString("{\"currency\":\"USD\",\"noData\":\"skip\"}");
    }

    @Test
    void sayWhereTheFileIsNoJson() {
        assertThatThrownBy(() -> terms("{\n\"window\": [}"))
                .isInstanceOf(UnusableFile.class)
                .hasMessageContaining("line 2");
        assertThatThrownBy(() -> terms("[]")).isInstanceOf(UnusableFile.class).hasMessageContaining("object");
    }

    private Terms terms(String json) throws IOException {
        return Terms.read(Files.writeString(folder.resolve("terms.json"), json));
    }
}
