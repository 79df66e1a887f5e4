package dev.symbio.ops.independent;

import java.util.List;
import java.util.stream.Collectors;

/** A report's {@code statements.csv} in the form of {@link OtherSettlement#lines()}. */
public final class OtherReport {
    private static final int STATUS = 8;

    private OtherReport() {}

    /** Without the status. */
    public static List<String> lines(String statementsCsv) {
        List<List<String>> rows = OtherCsv.rows(statementsCsv);
        return rows.subList(1, rows.size()).stream()
                .map(row -> String.join("|", row.subList(0, STATUS)))
                .collect(Collectors.toList());
    }

    public static List<String> statuses(String statementsCsv) {
        List<List<String>> rows = OtherCsv.rows(statementsCsv);
        return rows.subList(1, rows.size()).stream()
                .map(row -> row.get(STATUS))
                .distinct()
                .toList();
    }
}
