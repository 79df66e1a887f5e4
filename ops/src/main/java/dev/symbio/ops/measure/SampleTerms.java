package dev.symbio.ops.measure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.symbio.ops.deliveries.Terms;
import dev.symbio.ops.host.Home;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/** The terms of deliveries with other windows, for contracts that are only there to be measured. */
public final class SampleTerms {
    private SampleTerms() {}

    /** By the calendar month, UTC. */
    public static ObjectNode monthly() {
        ObjectNode terms = standard();
        terms.putObject("window").put("kind", "month").put("zone", "UTC");
        return terms;
    }

    /** By the day, UTC; a day is closed by hand or after a month. */
    public static ObjectNode daily() {
        ObjectNode terms = standard();
        terms.putObject("window").put("kind", "days").put("zone", "UTC").put("days", 1);
        terms.put("grace", "P30D");
        return terms;
    }

    /** The name of the month that holds the moment. */
    public static String month(Instant at) {
        return YearMonth.from(at.atOffset(ZoneOffset.UTC)).toString();
    }

    public static Instant startOfMonth(Instant at) {
        return YearMonth.from(at.atOffset(ZoneOffset.UTC))
                .atDay(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    private static ObjectNode standard() {
        return Terms.read(Home.file("ops/terms/deliveries.json")).json().deepCopy();
    }
}
