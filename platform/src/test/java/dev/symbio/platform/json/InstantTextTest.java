package dev.symbio.platform.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantTextTest {
    @Property(tries = 2_000)
    void readsWhatInstantsAreWrittenAs(
            @ForAll @LongRange(min = -62_000_000_000L, max = 250_000_000_000L) long second,
            @ForAll @IntRange(max = 999_999_999) int nanos) {
        for (Instant instant : new Instant[] {
            Instant.ofEpochSecond(second),
            Instant.ofEpochSecond(second, nanos),
            Instant.ofEpochSecond(second, nanos / 1_000_000 * 1_000_000L)
        }) {
            assertThat(InstantText.parse(instant.toString())).isEqualTo(instant);
            assertThat(InstantText.format(instant)).isEqualTo(instant.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1000000000-01-01T00:00:00Z",
                "-0001-12-31T23:59:59.999999999Z",
                "0000-01-01T00:00:00Z",
                "9999-12-31T23:59:59.999Z",
                "+10000-01-01T00:00:00Z",
                "1969-12-31T23:59:59.000001Z"
            })
    void writesTheEdgesLikeInstants(String text) {
        assertThat(InstantText.format(Instant.parse(text))).isEqualTo(text);
    }

    @Provide
    Arbitrary<String> nearlyInstants() {
        return Arbitraries.strings()
                .withChars("0123456789-+:.TZ ")
                .ofMinLength(18)
                .ofMaxLength(32);
    }

    @Property(tries = 2_000)
    void agreesWithJavaOnWhatIsAnInstant(
            @ForAll("nearlyInstants") String nonsense,
            @ForAll @IntRange(max = 30) int at,
            @ForAll("nearlyInstants") String from) {
        String good = "2024-02-29T23:59:58.123456789Z";
        String damaged = at < good.length() ? good.substring(0, at) + from.charAt(0) + good.substring(at + 1) : good;
        agrees(nonsense);
        agrees(damaged);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-03-01T08:00:00Z",
                "2026-03-01T08:00:00.1Z",
                "2026-03-01T08:00:00.Z",
                "2026-03-01T08:00:00.1234567890Z",
                "2026-03-01T08:00Z",
                "2026-03-01T24:00:00Z",
                "2026-03-01T08:60:00Z",
                "2016-12-31T23:59:60Z",
                "2026-02-29T08:00:00Z",
                "2026-13-01T08:00:00Z",
                "2026-03-01T08:00:00+01:00",
                "2026-03-01t08:00:00z",
                "2026-03-01",
                "+12026-03-01T08:00:00Z",
                "",
                "Z"
            })
    void agreesWithJava(String text) {
        agrees(text);
    }

    private static void agrees(String text) {
        Instant expected;
        try {
            expected = Instant.parse(text);
        } catch (DateTimeException notAnInstant) {
            assertThatThrownBy(() -> InstantText.parse(text)).isInstanceOf(DateTimeException.class);
            return;
        }
        assertThat(InstantText.parse(text)).isEqualTo(expected);
    }
}
